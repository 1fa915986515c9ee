--TEST--
Closing a stream that another coroutine waits for: it sees the failure, and nothing crashes
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$waits = [
    'fread' => fn($stream) => fread($stream, 10),
    'fgets' => fn($stream) => fgets($stream),
    'stream_get_contents' => fn($stream) => stream_get_contents($stream),
    'fwrite' => fn($stream) => fwrite($stream, str_repeat('x', 10_000_000)) < 10_000_000,
    'fpassthru' => fn($stream) => fpassthru($stream),
    'stream_copy_to_stream' => fn($stream) => stream_copy_to_stream($stream, fopen('php://memory', 'w')),
    'stream_select' => function ($stream) {
        $read = [$stream];
        $none = null;
        return stream_select($read, $none, $none, null);
    },
];
foreach ($waits as $name => $wait) {
    foreach (['socket', 'pipe'] as $kind) {
        if ($kind === 'socket') {
            [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        } else {
            $child = proc_open(['sleep', '1000'], [['pipe', 'r'], ['pipe', 'w']], $pipes);
            $ours = $pipes[$name === 'fwrite' ? 0 : 1];
        }
        $waiter = spawn(function () use ($name, $kind, $wait, $ours) {
            try {
                $result = @$wait($ours);
                echo "$name, $kind: ", json_encode($result), "\n";
            } catch (TypeError $error) {
                echo "$name, $kind: ", $error->getMessage(), "\n";
            }
        });
        suspend();
        fclose($ours);
        await($waiter);
        if ($kind === 'pipe') {
            proc_terminate($child, 9);
            array_map(fn($pipe) => is_resource($pipe) && fclose($pipe), $pipes);
            proc_close($child);
        }
    }
}
echo "done\n";
?>
--EXPECT--
fread, socket: ""
fread, pipe: false
fgets, socket: false
fgets, pipe: false
stream_get_contents, socket: ""
stream_get_contents, pipe: ""
fwrite, socket: true
fwrite, pipe: true
fpassthru, socket: 0
fpassthru, pipe: -1
stream_copy_to_stream, socket: 0
stream_copy_to_stream, pipe: false
stream_select, socket: false
stream_select, pipe: false
done

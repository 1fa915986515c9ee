--TEST--
A cancelled read throws the cancellation without a warning, and the stream goes on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$cat = proc_open(['cat'], [['pipe', 'r'], ['pipe', 'w']], $pipes);
$pairs = [
    'socket' => stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0),
    'pipe' => [$pipes[1], $pipes[0]],
];
foreach ($pairs as $name => [$ours, $theirs]) {
    foreach (['fread' => fn() => fread($ours, 10), 'fgets' => fn() => fgets($ours)] as $function => $read) {
        $reader = spawn(function () use ($name, $function, $read) {
            try {
                $read();
                echo "not reached\n";
            } catch (Async\AsyncCancellation $cancellation) {
                echo "$name, $function: ", $cancellation->getMessage(), "\n";
            } finally {
                echo "finally\n";
            }
            return $read();
        });
        suspend();
        $reader->cancel();
        suspend();
        fwrite($theirs, "later\n");
        echo await($reader);
    }
}
array_map(fclose(...), $pipes);
proc_close($cat);
?>
--EXPECT--
socket, fread: Coroutine cancelled
finally
later
socket, fgets: Coroutine cancelled
finally
later
pipe, fread: Coroutine cancelled
finally
later
pipe, fgets: Coroutine cancelled
finally
later

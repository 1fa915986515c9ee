--TEST--
stream_select() waits for sockets and pipes together, and for its time
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$cat = proc_open(['cat'], [['pipe', 'r'], ['pipe', 'w']], $pipes);
$selector = spawn(function () use ($ours, $pipes) {
    $streams = ['socket' => $ours, 'pipe' => $pipes[1]];
    for ($i = 0; $i < 2; $i++) {
        $read = $streams;
        $none = null;
        echo stream_select($read, $none, $none, null), ': ';
        foreach ($read as $name => $stream) {
            echo $name, ' ', fgets($stream);
        }
    }
    $read = [$ours];
    $write = [$ours];
    echo stream_select($read, $write, $none, 1), ' ', count($read), count($write), "\n";
    $read = [$ours];
    echo stream_select($read, $none, $none, 0, 10_000), ' ', count($read), "\n";
});
spawn(function () use ($theirs, $pipes) {
    echo "meanwhile\n";
    fwrite($pipes[0], "through the pipe\n");
    usleep(50_000);
    fwrite($theirs, "through the socket\n");
});
await($selector);
array_map(fclose(...), $pipes);
proc_close($cat);
?>
--EXPECT--
meanwhile
1: pipe through the pipe
1: socket through the socket
1 01
0 0

--TEST--
Writing more than a socket or a pipe holds waits for the reader
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

$data = str_repeat('0123456789abcdef', 100_000);
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$writer = spawn(function () use ($ours, $data) {
    echo "writes\n";
    $written = fwrite($ours, $data);
    fclose($ours);
    return $written;
});
$reader = spawn(function () use ($theirs) {
    echo "reads\n";
    return stream_get_contents($theirs);
});
var_dump(await($reader) === $data, await($writer) === strlen($data));

$cat = proc_open(['cat'], [['pipe', 'r'], ['pipe', 'w']], $pipes);
$writer = spawn(function () use ($pipes, $data) {
    $written = fwrite($pipes[0], $data);
    fclose($pipes[0]);
    return $written;
});
var_dump(stream_get_contents($pipes[1]) === $data, await($writer) === strlen($data));
fclose($pipes[1]);
var_dump(proc_close($cat));
?>
--EXPECT--
writes
reads
bool(true)
bool(true)
bool(true)
bool(true)
int(0)

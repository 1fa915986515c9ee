--TEST--
Closing a stream wakes the coroutine that reads it, and so does the end of the peer
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$reader = spawn(function () use ($ours) {
    var_dump(fgets($ours), feof($ours));
});
suspend();
echo "closes\n";
fclose($theirs);
await($reader);

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$reader = spawn(function () use ($ours) {
    var_dump(@fread($ours, 10));
});
suspend();
stream_socket_shutdown($ours, STREAM_SHUT_RDWR);
await($reader);
?>
--EXPECT--
closes
bool(false)
bool(true)
string(0) ""

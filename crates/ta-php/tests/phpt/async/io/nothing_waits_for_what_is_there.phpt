--TEST--
A call that has what it needs does not let others run
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$file = tmpfile();
spawn(function () {
    echo "somebody else\n";
});
suspend();
$other = spawn(function () {
    echo "somebody else again\n";
});
fwrite($theirs, "one\ntwo\n");
echo fgets($ours);
$read = [$ours];
$none = null;
echo stream_select($read, $none, $none, 10), "\n";
fwrite($file, str_repeat('x', 100_000));
rewind($file);
echo strlen(stream_get_contents($file)), "\n";
var_dump(feof($ours));
await($other);
?>
--EXPECT--
somebody else
one
1
100000
bool(false)
somebody else again

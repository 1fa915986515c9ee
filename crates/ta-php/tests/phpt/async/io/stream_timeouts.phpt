--TEST--
stream_set_timeout() ends a read, says so, and leaves the stream usable
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
stream_set_timeout($ours, 0, 20_000);
$reader = spawn(function () use ($ours) {
    $start = microtime(true);
    var_dump(fread($ours, 10));
    var_dump(microtime(true) - $start >= 0.02);
    $state = stream_get_meta_data($ours);
    var_dump($state['timed_out'], $state['eof']);
    echo "again\n";
    stream_set_timeout($ours, 10);
    var_dump(fgets($ours));
    var_dump(stream_get_meta_data($ours)['timed_out']);
});
spawn(function () use ($theirs) {
    echo "meanwhile\n";
    usleep(60_000);
    fwrite($theirs, "late\n");
});
await($reader);
?>
--EXPECT--
meanwhile
bool(false)
bool(true)
bool(true)
bool(false)
again
string(5) "late
"
bool(false)

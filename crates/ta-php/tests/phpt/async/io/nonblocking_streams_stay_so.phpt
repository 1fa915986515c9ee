--TEST--
A stream that was set to non-blocking never waits
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$cat = proc_open(['cat'], [['pipe', 'r'], ['pipe', 'w']], $pipes);
stream_set_blocking($ours, false);
stream_set_blocking($pipes[1], false);
await(spawn(function () use ($ours, $pipes) {
    $other = spawn(function () {
        echo "somebody else\n";
    });
    var_dump(fread($ours, 10), feof($ours), fread($pipes[1], 10), fgets($ours));
    $written = fwrite($ours, str_repeat('x', 10_000_000));
    var_dump($written > 0 && $written < 10_000_000);
    $read = [$ours];
    $none = null;
    var_dump(stream_select($read, $none, $none, 0));
    echo "done\n";
}));
array_map(fclose(...), $pipes);
proc_close($cat);
?>
--EXPECT--
string(0) ""
bool(false)
string(0) ""
bool(false)
bool(true)
int(0)
done
somebody else

--TEST--
stream_set_timeout() limits reads of pipes, which stay usable; sockets and dormant streams are as ever
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

$pipe = popen('cat >/dev/null', 'r');
// Plain PHP knows no limits of pipes.
var_dump(stream_set_timeout($pipe, 1));
pclose($pipe);

function state($stream): string
{
    ['timed_out' => $late, 'eof' => $eof, 'blocked' => $blocked] = stream_get_meta_data($stream);
    return json_encode(['timed_out' => $late, 'eof' => $eof, 'blocked' => $blocked, 'feof' => feof($stream)]);
}

await(spawn(function () {
    $process = proc_open('read line; echo "got $line"; read line', [['pipe', 'r'], ['pipe', 'w']], $pipes);
    [$into, $out] = $pipes;
    $ticks = 0;
    $ticker = spawn(function () use (&$ticks) {
        while (true) {
            usleep(5000);
            $ticks++;
        }
    });
    var_dump(stream_set_timeout($out, 0, 100_000));
    $start = hrtime(true);
    var_dump(fgets($out));
    $took = (hrtime(true) - $start) / 1e9;
    var_dump($took >= 0.1 && $took < 5, $ticks > 2);
    echo state($out), "\n";
    var_dump(fread($out, 10));
    echo state($out), "\n";
    fwrite($into, "line\n");
    stream_set_timeout($out, 30);
    var_dump(fgets($out));
    echo state($out), "\n";
    stream_set_timeout($out, 0, 1000);
    var_dump(fgets($out), stream_get_meta_data($out)['timed_out']);
    stream_set_timeout($out, -1);
    spawn(fn() => fclose($into));
    var_dump(fgets($out));
    echo state($out), "\n";
    proc_close($process);

    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    stream_set_timeout($ours, 0, 10_000);
    var_dump(fgets($ours));
    echo state($ours), "\n";
    $ticker->cancel();
}));
?>
--EXPECT--
bool(false)
bool(true)
bool(false)
bool(true)
bool(true)
{"timed_out":true,"eof":false,"blocked":true,"feof":false}
string(0) ""
{"timed_out":true,"eof":false,"blocked":true,"feof":false}
string(9) "got line
"
{"timed_out":false,"eof":false,"blocked":true,"feof":false}
bool(false)
bool(true)
bool(false)
{"timed_out":false,"eof":true,"blocked":true,"feof":true}
bool(false)
{"timed_out":true,"eof":false,"blocked":true,"feof":false}

--TEST--
Coroutines that work and sleep in turns do not keep others from hearing of their descriptors
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

$stop = false;
// Together they work for longer than each of them sleeps: somebody's time has always passed.
for ($i = 0; $i < 12; $i++) {
    spawn(function () use (&$stop) {
        $end = hrtime(true) + 20_000_000_000;
        while (!$stop && hrtime(true) < $end) {
            for ($until = hrtime(true) + 1_000_000; hrtime(true) < $until;);
            usleep(1000);
        }
    });
}
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
stream_set_timeout($here, 10);
stream_set_timeout($there, 10);
spawn(function () use ($there) {
    while (fread($there, 1) === 'x') {
        fwrite($there, 'x');
    }
});
await(spawn(function () use ($here, &$stop) {
    $start = hrtime(true);
    for ($trips = 0; $trips < 5; $trips++) {
        fwrite($here, 'x');
        if (fread($here, 1) !== 'x') {
            break;
        }
    }
    var_dump($trips);
    // A trip takes some rounds of the twelve. Who is not told of the byte finds it when the
    // read's own time is over, after 10 s: late, but not lost.
    $seconds = (hrtime(true) - $start) / 1e9;
    var_dump($seconds < 8 ?: $seconds);
    $stop = true;
    fclose($here);
}));
?>
--EXPECT--
int(5)
bool(true)

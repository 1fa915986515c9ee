--TEST--
Pipes and FIFOs: ten coroutines wait for their writers as long as one
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../matrix.inc';

together('pipes of children', 0.3, function () {
    $child = proc_open('sleep 0.3; echo written', [1 => ['pipe', 'w']], $pipes);
    return fgets($pipes[1]);
});
together('FIFOs', 0.3, function ($i) {
    $path = sys_get_temp_dir() . '/ta-phpt-' . getmypid() . "-$i.fifo";
    exec('mkfifo ' . escapeshellarg($path));
    try {
        $fifo = fopen($path, 'r+');
        Async\spawn(function () use ($path) {
            usleep(300_000);
            file_put_contents($path, "written\n");
        });
        return fgets($fifo);
    } finally {
        unlink($path);
    }
});
together('writing into a full pipe', 0.3, function () {
    $child = proc_open('sleep 0.3; cat >/dev/null', [['pipe', 'r']], $pipes);
    return fwrite($pipes[0], str_repeat('x', 500_000));
});
together('flock', 0.3, function ($i) {
    $path = __DIR__ . "/pipes.$i.tmp";
    $holder = fopen($path, 'c');
    flock($holder, LOCK_EX);
    Async\spawn(function () use ($holder) {
        usleep(300_000);
        flock($holder, LOCK_UN);
    });
    try {
        return flock(fopen($path, 'c'), LOCK_EX);
    } finally {
        unlink($path);
    }
});
?>
--EXPECT--
pipes of children: together, "written\n"
FIFOs: together, "written\n"
writing into a full pipe: together, 500000
flock: together, true

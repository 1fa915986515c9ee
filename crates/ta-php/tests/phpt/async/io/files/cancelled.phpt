--TEST--
Pipes and locks: a cancelled wait ends with the cancellation
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../matrix.inc';

$path = __DIR__ . '/cancelled.tmp';
$again = fn() => trim(shell_exec('echo well'));
$holder = fopen($path, 'c');
flock($holder, LOCK_EX);
$calls = [
    'reading a pipe' => function () {
        $child = proc_open('exec sleep 2', [1 => ['pipe', 'w']], $pipes);
        return fgets($pipes[1]);
    },
    'writing to a pipe' => function () {
        $child = proc_open('exec sleep 2', [['pipe', 'r']], $pipes);
        return fwrite($pipes[0], str_repeat('x', 500_000));
    },
    'flock' => fn() => flock(fopen($path, 'c'), LOCK_EX),
    'file_put_contents with LOCK_EX' => fn() => file_put_contents($path, 'x', LOCK_EX),
];
foreach ($calls as $name => $call) {
    cancelled($name, $call, $again);
}
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/cancelled.tmp');
?>
--EXPECT--
reading a pipe: finally, Async\AsyncCancellation, then "well"
writing to a pipe: finally, Async\AsyncCancellation, then "well"
flock: finally, Async\AsyncCancellation, then "well"
file_put_contents with LOCK_EX: finally, Async\AsyncCancellation, then "well"

--TEST--
flock() lets the holder of the lock go on, however many wait
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all_or_fail, spawn};

$path = __DIR__ . '/locks.tmp';
$tasks = [];
$inside = 0;
for ($i = 0; $i < 30; $i++) {
    $tasks[] = spawn(function () use ($path, $i, &$inside) {
        $file = fopen($path, 'c');
        if ($i === 1) {
            var_dump(flock($file, LOCK_EX | LOCK_NB, $would_block), $would_block);
        }
        $locked = flock($file, LOCK_EX);
        $alone = ++$inside === 1;
        usleep(500);
        $inside--;
        return [$locked, $alone, flock($file, LOCK_UN)];
    });
}
var_dump(array_unique(await_all_or_fail($tasks), SORT_REGULAR) === [[true, true, true]]);
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/locks.tmp');
?>
--EXPECT--
bool(false)
int(1)
bool(true)

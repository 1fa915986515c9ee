--TEST--
Each coroutine has a call stack of its own: deep recursion in several, with suspensions at the bottom
--EXTENSIONS--
true_async_server
--INI--
memory_limit=512M
--FILE--
<?php
use function Async\{await, delay, spawn};

function down(int $level): int
{
    if ($level === 0) {
        delay(1);
        return 0;
    }
    return down($level - 1) + 1;
}
$all = [];
for ($i = 1; $i <= 5; $i++) {
    $all[] = spawn('down', $i * 5000);
}
foreach ($all as $coroutine) {
    echo await($coroutine), "\n";
}
?>
--EXPECT--
5000
10000
15000
20000
25000

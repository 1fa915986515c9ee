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

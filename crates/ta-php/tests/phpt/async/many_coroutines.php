<?php
use function Async\{await, delay, spawn, suspend};

$sum = 0;
$all = [];
for ($i = 0; $i < 10000; $i++) {
    $all[] = spawn(function (int $n) use (&$sum) {
        suspend();
        delay(1);
        $sum += $n;
        return $n;
    }, $i);
}
foreach ($all as $i => $coroutine) {
    if (await($coroutine) !== $i) {
        echo "wrong result\n";
    }
}
var_dump($sum);
?>

--TEST--
Stages of coroutines connected by channels
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\spawn;

function stage(Channel $in, callable $step): Channel {
    $out = new Channel(1);
    spawn(function () use ($in, $out, $step) {
        foreach ($in as $value) {
            $out->send($step($value));
        }
        $out->close();
    });
    return $out;
}
$numbers = new Channel;
spawn(function () use ($numbers) {
    for ($i = 1; $i <= 100; $i++) {
        $numbers->send($i);
    }
    $numbers->close();
});
$sum = 0;
foreach (stage(stage($numbers, fn($n) => $n * $n), fn($n) => $n + 1) as $value) {
    $sum += $value;
}
echo $sum, "\n";
?>
--EXPECT--
338450

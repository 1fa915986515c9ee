--TEST--
A callback may suspend; others go on meanwhile, later steps wait for it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Future;
use function Async\{await, delay, spawn};

$release = new Async\FutureState();
$gate = new Future($release);
$child = Future::completed(1)
    ->map(function ($v) use ($gate) {
        echo "first waits\n";
        return await($gate) + $v;
    })
    ->map(function ($v) {
        echo "second: $v\n";
        return $v * 10;
    });
spawn(function () use ($release) {
    echo "other\n";
    $release->complete(2);
});
echo await($child), "\n";
?>
--EXPECT--
first waits
other
second: 3
30

--TEST--
An async call in a nested fiber parks every fiber around it; other coroutines run
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$log = [];
$coroutine = spawn(function () use (&$log) {
    $outer = new Fiber(function () use (&$log) {
        $inner = new Fiber(function () use (&$log) {
            $log[] = 'inner';
            suspend();
            $log[] = 'inner again';
        });
        $inner->start();
        $log[] = 'outer';
    });
    $outer->start();
    $log[] = 'coroutine';
});
$other = spawn(function () use (&$log) { $log[] = 'other'; });
await($coroutine);
echo implode(', ', $log), "\n";
?>
--EXPECT--
inner, other, inner again, outer, coroutine

--TEST--
spawn, await, suspend and delay work inside a fiber
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, current_coroutine, delay, get_coroutines, spawn, suspend};

await(spawn(function () {
    $around = current_coroutine();
    $fiber = new Fiber(function () use ($around) {
        $child = spawn(function () { suspend(); return 'child'; });
        suspend();
        delay(1);
        delay(0);
        echo await($child), "\n";
        var_dump(current_coroutine() === $around, in_array($around, get_coroutines(), true));
    });
    $fiber->start();
}));
?>
--EXPECT--
child
bool(true)
bool(true)

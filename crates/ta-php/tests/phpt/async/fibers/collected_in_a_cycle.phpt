--TEST--
Cycles through suspended fibers, closures and coroutine handles are collected
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, current_coroutine, delay, spawn};

final class Witness
{
    public static int $freed = 0;
    public mixed $ref;
    public function __destruct() { self::$freed++; }
}
for ($i = 0; $i < 20; $i++) {
    await(spawn(function () {
        $witness = new Witness();
        $fiber = new Fiber(function () use ($witness, &$fiber) {
            $inside = [$witness, $fiber];
            Fiber::suspend();
        });
        $witness->ref = [$fiber, current_coroutine(), fn() => $fiber];
        $fiber->start();
    }));
}
gc_collect_cycles();
gc_collect_cycles();
var_dump(Witness::$freed);
?>
--EXPECT--
int(20)

--TEST--
The error of an awaited coroutine leaves through every fiber, is catchable at each, and is the same object
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

await(spawn(function () {
    $seen = [];
    $failing = spawn(function () { delay(1); throw new DomainException('original'); });
    $outer = new Fiber(function () use ($failing, &$seen) {
        $inner = new Fiber(function () use ($failing, &$seen) {
            try {
                await($failing);
            } catch (DomainException $e) {
                $seen[] = $e;
                throw $e;
            }
        });
        try {
            $inner->start();
        } catch (DomainException $e) {
            $seen[] = $e;
            throw $e;
        }
    });
    try {
        $outer->start();
    } catch (DomainException $e) {
        $seen[] = $e;
    }
    var_dump(count($seen), $seen[0] === $seen[1] && $seen[1] === $seen[2]);
}));
?>
--EXPECT--
int(3)
bool(true)

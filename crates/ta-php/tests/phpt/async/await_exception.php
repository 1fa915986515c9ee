<?php
use function Async\{await, delay, spawn};

$coroutine = spawn(function () { delay(1); throw new DomainException('broken', 7); });
$waiters = [];
for ($i = 0; $i < 2; $i++) {
    $waiters[] = spawn(function () use ($coroutine) {
        try {
            await($coroutine);
        } catch (DomainException $e) {
            return $e;
        }
    });
}
$first = await($waiters[0]);
$second = await($waiters[1]);
try {
    await($coroutine);
} catch (DomainException $third) {
}
var_dump($first === $second, $second === $third, $third === $coroutine->getException(), $third->getMessage(), $third->getCode(), $third->getLine());
?>

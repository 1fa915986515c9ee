<?php
use function Async\{await, current_coroutine, delay, spawn};

$coroutine = spawn(function () {
    $before = current_coroutine();
    delay(2);
    return [$before, current_coroutine()];
});
$other = spawn(fn() => current_coroutine());
[$before, $after] = await($coroutine);
var_dump($before === $coroutine, $after === $coroutine, await($other) === $other, current_coroutine() !== $coroutine);
?>

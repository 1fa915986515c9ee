<?php
use function Async\{await, delay, spawn, suspend};

$never = spawn(function () { delay(60); });
$points = [
    'delay' => fn() => delay(5000),
    'await' => fn() => await($never),
    'await with a token' => fn() => await($never, spawn(function () { delay(60); })),
    'suspend' => fn() => suspend(),
    'deep' => fn() => array_map(fn() => delay(5000), [1, 2]),
];
foreach ($points as $name => $point) {
    $coroutine = spawn(function () use ($name, $point) {
        try {
            $point();
            echo "$name: came back\n";
        } catch (Exception $e) {
            echo "$name: caught as Exception\n";
        } catch (Error $e) {
            echo "$name: caught as Error\n";
        } finally {
            echo "$name: finally\n";
        }
    });
    suspend();
    $coroutine->cancel(new Async\AsyncCancellation("stop $name"));
    echo "caller goes on\n";
    try {
        await($coroutine);
    } catch (Cancellation $e) {
        echo $e->getMessage(), "\n";
    }
}
?>

--TEST--
Finally handlers run on success, failure, cancellation, and before a start that never comes
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

$cases = [
    'success' => spawn(fn() => 1),
    'cancelled' => spawn(fn() => delay(60000)),
    'never started' => spawn(fn() => print("no\n")),
    'failure' => spawn(function () { suspend(); throw new RuntimeException('x'); }),
];
foreach ($cases as $name => $c) {
    $c->finally(function () use ($name, &$called) { $called[$name] = true; });
}
$cases['never started']->cancel();
foreach ($cases as $c) {
    try {
        if ($c === $cases['cancelled']) {
            $c->cancel();
        }
        await($c);
    } catch (Throwable $e) {
    }
}
suspend(); suspend();
foreach ($cases as $name => $c) {
    echo $name, ': ', var_export($called[$name] ?? false, true), "\n";
}
?>
--EXPECT--
success: true
cancelled: true
never started: true
failure: true

--TEST--
A token that is the awaited object itself is ignored; a fired token beats nothing that has settled
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, timeout, suspend, delay};

$c = spawn(function () { suspend(); return 'itself'; });
var_dump(await($c, $c));
$fired = timeout(1);
try { await($fired); } catch (Async\TimeoutException) {}
var_dump(await($c, $fired));
$pending = spawn(fn() => delay(60000));
try {
    await($pending, $fired);
} catch (Async\OperationCanceledException $e) {
    echo get_class($e->getPrevious()), "\n";
}
suspend();
var_dump($pending->isRunning());
$pending->cancel();
?>
--EXPECT--
string(6) "itself"
string(6) "itself"
Async\TimeoutException
bool(true)

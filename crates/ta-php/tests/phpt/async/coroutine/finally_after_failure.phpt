--TEST--
The exception of the coroutine is reported before those of its finally handlers
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend};

$scope = new Scope();
$scope->setExceptionHandler(fn($s, $c, Throwable $e) => print($e->getMessage() . "\n"));
$scope->spawn(fn() => throw new RuntimeException('the coroutine'))->finally(fn() => throw new LogicException('its handler'));
delay(1);
suspend();
?>
--EXPECT--
the coroutine
its handler

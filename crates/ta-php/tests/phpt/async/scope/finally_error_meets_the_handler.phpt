--TEST--
The exception handler of a scope is still there for the errors of its finally handlers, and goes after them
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend};

$scope = new Scope();
$handler = function ($s, $c, Throwable $e) { echo $e->getMessage(), "\n"; };
$weak = WeakReference::create($handler);
$scope->setExceptionHandler($handler);
unset($handler);
$scope->finally(function () { suspend(); throw new RuntimeException('from a finally handler'); });
$scope->dispose();
delay(0);
suspend();
suspend();
var_dump($weak->get());
?>
--EXPECT--
from a finally handler
NULL

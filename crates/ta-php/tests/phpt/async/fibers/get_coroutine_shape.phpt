--TEST--
Fiber::getCoroutine(): ?Async\Coroutine is a public method without parameters
--EXTENSIONS--
true_async_server
--FILE--
<?php
$method = new ReflectionMethod('Fiber', 'getCoroutine');
echo $method->getReturnType(), ' ', $method->getNumberOfParameters(), ' ', implode(' ', Reflection::getModifierNames($method->getModifiers())), "\n";
try {
    (new Fiber(fn() => 1))->getCoroutine(1);
} catch (ArgumentCountError $e) {
    echo get_class($e), "\n";
}
?>
--EXPECT--
?Async\Coroutine 0 public
ArgumentCountError

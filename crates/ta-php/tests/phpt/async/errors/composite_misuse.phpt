--TEST--
CompositeException takes throwables only, one at a time, and no properties
--EXTENSIONS--
true_async_server
--FILE--
<?php
$e = new Async\CompositeException();
$tries = [
    fn() => $e->addException('text'),
    fn() => $e->addException(null),
    fn() => $e->addException(),
    fn() => $e->addException(new Exception(), new Exception()),
    fn() => $e->getExceptions(1),
    function () use ($e) { $e->more = 1; },
    fn() => $e->exceptions,
];
foreach ($tries as $try) {
    try {
        $try();
        echo "accepted\n";
    } catch (Error $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
var_dump($e->getExceptions());
$property = new ReflectionProperty($e, 'exceptions');
var_dump($property->isPrivate(), (string) $property->getType());
?>
--EXPECT--
TypeError: Async\CompositeException::addException(): Argument #1 ($exception) must be of type Throwable, string given
TypeError: Async\CompositeException::addException(): Argument #1 ($exception) must be of type Throwable, null given
ArgumentCountError: Async\CompositeException::addException() expects exactly 1 argument, 0 given
ArgumentCountError: Async\CompositeException::addException() expects exactly 1 argument, 2 given
ArgumentCountError: Async\CompositeException::getExceptions() expects exactly 0 arguments, 1 given
Error: Cannot create dynamic property Async\CompositeException::$more
Error: Cannot access private property Async\CompositeException::$exceptions
array(0) {
}
bool(true)
string(5) "array"

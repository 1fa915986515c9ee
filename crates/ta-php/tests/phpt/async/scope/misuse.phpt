--TEST--
Wrong arguments of scope methods are TypeErrors
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;

$s = new Scope();
$tries = [
    fn() => $s->spawn('strlen'),
    fn() => $s->cancel(new Exception()),
    fn() => $s->awaitCompletion(null),
    fn() => $s->setExceptionHandler('no_such_function'),
    fn() => $s->finally('strlen'),
    fn() => Scope::inherit(new stdClass()),
    fn() => clone $s,
    fn() => serialize($s),
    function () use ($s) { $s->dynamic = 1; },
];
foreach ($tries as $try) {
    try {
        $try();
        echo "no error\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECTF--
TypeError: Async\Scope::spawn(): Argument #1 ($callable) must be of type Closure, string given
TypeError: Async\Scope::cancel(): Argument #1 ($cancellationError) must be of type ?Async\AsyncCancellation, Exception given
TypeError: Async\Scope::awaitCompletion(): Argument #1 ($cancellation) must be of type Async\Awaitable, null given
TypeError: Async\Scope::setExceptionHandler(): Argument #1 ($exceptionHandler) must be a valid callback, function "no_such_function" not found or invalid function name
TypeError: Async\Scope::finally(): Argument #1 ($callback) must be of type Closure, string given
TypeError: Async\Scope::inherit(): Argument #1 ($parentScope) must be of type ?Async\Scope, stdClass given
Error: Trying to clone an uncloneable object of class Async\Scope
Exception: Serialization of 'Async\Scope' is not allowed
Error: Cannot create dynamic property Async\Scope::$dynamic

--TEST--
All finally handlers run even if some throw; one error stays itself, several are bundled
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{await, suspend};

$scope = new Scope();
$scope->setExceptionHandler(function ($s, $c, Throwable $e) {
    echo get_class($e), ': ';
    echo $e instanceof Async\CompositeException
        ? implode(', ', array_map(fn($e) => $e->getMessage(), $e->getExceptions()))
        : $e->getMessage();
    echo "\n";
});
$one = $scope->spawn(fn() => 1);
$one->finally(fn() => throw new RuntimeException('only one'));
$one->finally(fn() => print("still called\n"));
await($one);
suspend(); suspend();
$two = $scope->spawn(fn() => 1);
$two->finally(fn() => throw new RuntimeException('a'));
$two->finally(fn() => throw new LogicException('b'));
await($two);
suspend(); suspend();
try {
    $two->finally(fn() => throw new DomainException('to the caller'));
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
try {
    $two->finally('strlen');
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
still called
RuntimeException: only one
Async\CompositeException: a, b
to the caller
Async\Coroutine::finally(): Argument #1 ($callback) must be of type Closure, string given

--TEST--
Errors of finally handlers: one as it is, several in a CompositeException, to the exception handler of the scope
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\suspend;

foreach ([1, 2] as $count) {
    $scope = new Scope();
    $scope->setExceptionHandler(function (Scope $s, $c, Throwable $e) {
        echo get_class($e), ': ';
        echo $e instanceof Async\CompositeException
            ? implode(', ', array_map(fn($e) => $e->getMessage(), $e->getExceptions()))
            : $e->getMessage();
        echo "\n";
    });
    for ($i = 1; $i <= $count; $i++) {
        $scope->finally(function () use ($i) { throw new RuntimeException("handler $i"); });
    }
    $scope->dispose();
    Async\delay(0); suspend(); suspend();
}
?>
--EXPECT--
RuntimeException: handler 1
Async\CompositeException: handler 1, handler 2

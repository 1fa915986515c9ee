--TEST--
An exception handler that is cancelled has not taken the error, which goes on upwards
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend};

$parent = new Scope();
$parent->setExceptionHandler(function ($scope, $coroutine, $error) {
    echo 'parent: ', $error->getMessage(), ', before: ', get_class($error->getPrevious()), "\n";
});
$child = Scope::inherit($parent)->asNotSafely();
$child->setExceptionHandler(function () {
    echo "handling\n";
    delay(60_000);
    echo "not reached\n";
});
$child->spawn(fn() => throw new Exception('the news'));
suspend();
suspend();
$child->cancel();
for ($i = 0; $i < 5; $i++) {
    suspend();
}
?>
--EXPECT--
handling
parent: the news, before: Async\AsyncCancellation

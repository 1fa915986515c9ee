--TEST--
exit() in an exception handler ends the handler: nobody above, and nobody who waits, sees it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{spawn, suspend, timeout};

$parent = new Scope();
$parent->setExceptionHandler(function ($scope, $coroutine, $error) { echo 'parent: ', get_class($error), "\n"; });
$child = Scope::inherit($parent);
$child->setExceptionHandler(function () {
    echo "handler exits\n";
    exit(0);
});
$child->spawn(fn() => throw new Exception('taken by a handler that exits'));
try {
    $child->awaitCompletion(timeout(60_000));
    echo "completed\n";
} finally {
    echo "finally\n";
}
var_dump($child->isCancelled(), $parent->isCancelled());
?>
--EXPECT--
handler exits
completed
finally
bool(false)
bool(false)

--TEST--
The classes of Async hang where the specification puts them, \Cancellation beside Exception and Error
--EXTENSIONS--
true_async_server
--FILE--
<?php
$tree = [
    'Cancellation' => null,
    'Async\AsyncCancellation' => 'Cancellation',
    'Async\OperationCanceledException' => 'Async\AsyncCancellation',
    'Async\AsyncException' => 'Exception',
    'Async\DeadlockError' => 'Error',
];
foreach ($tree as $name => $parent) {
    $class = new ReflectionClass($name);
    $is = $class->getParentClass();
    echo $name, ': ', $is ? $is->getName() : 'a root', ', ', $class->isFinal() ? 'final' : 'open', ', ',
        $class->implementsInterface(Throwable::class) ? 'throwable' : 'not throwable', "\n";
    if (($is ? $is->getName() : null) !== $parent) {
        echo "    wanted ", $parent ?? 'a root', "\n";
    }
}
var_dump((new ReflectionClass(Async\Completable::class))->getInterfaceNames());
var_dump((new ReflectionClass(Async\Coroutine::class))->isFinal(), is_subclass_of(Async\Coroutine::class, Async\Completable::class));
?>
--EXPECT--
Cancellation: a root, open, throwable
Async\AsyncCancellation: Cancellation, open, throwable
Async\OperationCanceledException: Async\AsyncCancellation, open, throwable
Async\AsyncException: Exception, open, throwable
Async\DeadlockError: Error, open, throwable
array(1) {
  [0]=>
  string(15) "Async\Awaitable"
}
bool(true)
bool(true)

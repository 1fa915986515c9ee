--TEST--
Every exception has its place in the tree, and only the final one is closed to users
--EXTENSIONS--
true_async_server
--FILE--
<?php
$classes = ['Cancellation', 'Async\AsyncCancellation', 'Async\OperationCanceledException', 'Async\DeadlockError', 'Async\AsyncException',
    'Async\ServiceUnavailableException', 'Async\ChannelException', 'Async\ContextException', 'Async\PoolException',
    'Async\InputOutputException', 'Async\DnsException', 'Async\TimeoutException', 'Async\PollException', 'Async\CompositeException'];
foreach ($classes as $name) {
    $class = new ReflectionClass($name);
    $line = $class->isFinal() ? 'final ' : '';
    for (; $class; $class = $class->getParentClass()) {
        $line .= $class->getName() . ($class->getParentClass() ? ' < ' : '');
    }
    echo $line, "\n";
}
?>
--EXPECT--
Cancellation
Async\AsyncCancellation < Cancellation
Async\OperationCanceledException < Async\AsyncCancellation < Cancellation
Async\DeadlockError < Error
Async\AsyncException < Exception
Async\ServiceUnavailableException < Async\AsyncException < Exception
Async\ChannelException < Async\AsyncException < Exception
Async\ContextException < Async\AsyncException < Exception
Async\PoolException < Async\AsyncException < Exception
Async\InputOutputException < Exception
Async\DnsException < Exception
Async\TimeoutException < Exception
Async\PollException < Exception
final Async\CompositeException < Exception

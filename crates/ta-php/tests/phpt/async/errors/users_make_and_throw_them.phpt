--TEST--
Users can make, extend and throw the exceptions, with the usual constructor
--EXTENSIONS--
true_async_server
--FILE--
<?php
class Mine extends Async\AsyncException {}
foreach (['Cancellation', Async\AsyncCancellation::class, Async\DeadlockError::class, Async\TimeoutException::class,
    Async\ChannelException::class, Async\CompositeException::class, Mine::class] as $class) {
    $cause = new LogicException('cause');
    try {
        throw new $class('text', 7, $cause);
    } catch (Throwable $e) {
        echo get_class($e), ' ', $e->getMessage(), ' ', $e->getCode(), ' ', $e->getPrevious() === $cause ? 'caused' : 'odd', ' ',
            basename($e->getFile()) === basename(__FILE__) ? $e->getLine() : 'elsewhere', "\n";
    }
}
?>
--EXPECT--
Cancellation text 7 caused 7
Async\AsyncCancellation text 7 caused 7
Async\DeadlockError text 7 caused 7
Async\TimeoutException text 7 caused 7
Async\ChannelException text 7 caused 7
Async\CompositeException text 7 caused 7
Mine text 7 caused 7

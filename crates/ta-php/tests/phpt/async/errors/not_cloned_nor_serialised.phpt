--TEST--
No exception can be cloned or serialised, those of users included
--EXTENSIONS--
true_async_server
--FILE--
<?php
class Mine extends Async\AsyncCancellation {}
foreach (['Cancellation', Async\AsyncException::class, Async\ChannelException::class, Async\CompositeException::class, Async\DeadlockError::class, Mine::class] as $class) {
    foreach (['clone' => fn($e) => clone $e, 'serialize' => fn($e) => serialize($e)] as $what => $try) {
        try {
            $try(new $class());
            echo "$class: $what worked\n";
        } catch (Throwable $e) {
            echo $e->getMessage(), "\n";
        }
    }
}
?>
--EXPECT--
Trying to clone an uncloneable object of class Cancellation
Serialization of 'Cancellation' is not allowed
Trying to clone an uncloneable object of class Async\AsyncException
Serialization of 'Async\AsyncException' is not allowed
Trying to clone an uncloneable object of class Async\ChannelException
Serialization of 'Async\ChannelException' is not allowed
Trying to clone an uncloneable object of class Async\CompositeException
Serialization of 'Async\CompositeException' is not allowed
Trying to clone an uncloneable object of class Async\DeadlockError
Serialization of 'Async\DeadlockError' is not allowed
Trying to clone an uncloneable object of class Mine
Serialization of 'Mine' is not allowed

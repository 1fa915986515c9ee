--TEST--
A channel cannot be awaited: it is no Completable
--EXTENSIONS--
true_async_server
--FILE--
<?php
try {
    Async\await(new Async\Channel);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
Async\await(): Argument #1 ($awaitable) must be of type Async\Completable, Async\Channel given

--TEST--
The destructor of an argument may suspend when the coroutine ends
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

final class Slow
{
    public function __destruct() { delay(1); echo "destroyed\n"; }
}
await(spawn(function (Slow $slow) { echo "body\n"; }, new Slow()));
echo "awaited\n";
?>
--EXPECT--
body
destroyed
awaited

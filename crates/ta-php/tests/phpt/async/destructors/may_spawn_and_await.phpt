--TEST--
A destructor may spawn a coroutine and await its result
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

final class Parent_
{
    public function __destruct()
    {
        echo await(spawn(function () { delay(1); return 'from the child'; })), "\n";
    }
}
await(spawn(function () { new Parent_(); echo "after\n"; }));
?>
--EXPECT--
from the child
after

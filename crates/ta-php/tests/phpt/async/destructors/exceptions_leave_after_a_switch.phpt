--TEST--
An exception that a destructor throws after a switch reaches the code that triggered it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

final class Failing
{
    public function __destruct()
    {
        delay(1);
        throw new LogicException('from the destructor');
    }
}
echo await(spawn(function () {
    $object = new Failing();
    try {
        unset($object);
    } catch (LogicException $e) {
        return $e->getMessage();
    }
})), "\n";
?>
--EXPECT--
from the destructor

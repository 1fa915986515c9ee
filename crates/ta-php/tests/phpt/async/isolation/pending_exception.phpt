--TEST--
An exception that passes through finally blocks that suspend does not meet those of other coroutines
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$task = function (string $name) {
    try {
        try {
            throw new RuntimeException($name);
        } finally {
            suspend();
            try {
                throw new LogicException("inner $name");
            } catch (LogicException $e) {
                suspend();
            }
        }
    } catch (RuntimeException $e) {
        return $e->getMessage() . ($e->getPrevious() ? ' with a stranger' : '');
    }
};
$all = array_map(fn($name) => spawn($task, $name), ['a', 'b', 'c']);
foreach ($all as $one) {
    echo await($one), "\n";
}
?>
--EXPECT--
a
b
c

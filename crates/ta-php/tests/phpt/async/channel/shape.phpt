--TEST--
Channel is final, closed, not cloneable and not serializable
--EXTENSIONS--
true_async_server
--FILE--
<?php
$class = new ReflectionClass(Async\Channel::class);
var_dump($class->isFinal(), $class->getInterfaceNames());
$channel = new Async\Channel(1);
foreach ([
    fn() => clone $channel,
    fn() => serialize($channel),
    fn() => unserialize('O:13:"Async\Channel":0:{}'),
    fn() => $channel->more = 1,
    fn() => $channel->__construct(2),
] as $attempt) {
    try {
        var_dump($attempt());
    } catch (Throwable $e) {
        echo $e::class, ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
bool(true)
array(4) {
  [0]=>
  string(15) "Async\Awaitable"
  [1]=>
  string(17) "IteratorAggregate"
  [2]=>
  string(11) "Traversable"
  [3]=>
  string(9) "Countable"
}
Error: Trying to clone an uncloneable object of class Async\Channel
Exception: Serialization of 'Async\Channel' is not allowed
Exception: Unserialization of 'Async\Channel' is not allowed
Error: Cannot create dynamic property Async\Channel::$more
Async\AsyncException: Async\Channel has been constructed already

--TEST--
getIterator() gives an iterator that suspends where foreach would
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\spawn;

$channel = new Channel;
spawn(function () use ($channel) {
    foreach (['a', 'b'] as $value) {
        $channel->send($value);
    }
    $channel->close();
});
$iterator = $channel->getIterator();
var_dump($iterator instanceof Iterator);
for (; $iterator->valid(); $iterator->next()) {
    var_dump($iterator->key(), $iterator->current());
}
$iterator->next();
var_dump($iterator->valid());

$channel = new Channel(3);
$channel->send(1);
$channel->send(2);
$channel->close();
echo json_encode(iterator_to_array($channel, false)), "\n";
function all(iterable $values) {
    yield from $values;
}
$channel = new Channel(3);
$channel->send(3);
$channel->send(4);
$channel->close();
foreach (all($channel) as $value) {
    echo $value, "\n";
}
?>
--EXPECT--
bool(true)
NULL
string(1) "a"
NULL
string(1) "b"
bool(false)
[1,2]
3
4

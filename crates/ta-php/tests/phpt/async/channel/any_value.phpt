--TEST--
Any value goes through, by reference count and not by copy
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;

$channel = new Channel(10);
$object = new stdClass;
$values = [null, false, 1, 1.5, 'text', [1, [2]], $object, fn() => 'called', STDIN];
foreach ($values as $value) {
    $channel->send($value);
}
foreach ($values as $value) {
    $got = $channel->recv();
    echo get_debug_type($got), ' ', json_encode($got === $value), "\n";
}
$channel->send($channel);
var_dump($channel->recv() === $channel);
$variable = 1;
$reference = &$variable;
$channel->send($reference);
$variable = 2;
var_dump($channel->recv());
?>
--EXPECT--
null true
bool true
int true
float true
string true
array true
stdClass true
Closure true
resource (stream) true
bool(true)
int(1)

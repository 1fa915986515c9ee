--TEST--
A channel outlives the coroutines of its scope, but not the scope
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, Scope};
use function Async\await;

$scope = new Scope;
$channel = await($scope->spawn(fn() => new Channel(2)));
$channel->send(1);
var_dump($channel->isClosed());
$scope->dispose();
var_dump($channel->isClosed());
echo $channel->recv(), "\n";

$scope = new Scope;
$channel = await($scope->spawn(fn() => new Channel(2)));
unset($scope);
var_dump($channel->isClosed());
?>
--EXPECT--
bool(false)
bool(true)
1
bool(true)

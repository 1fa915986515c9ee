--TEST--
Neither the channel nor its scope keeps the other
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, Scope};
use function Async\await;

$scope = new Scope;
$channel = await($scope->spawn(fn() => new Channel(2)));
$weak = WeakReference::create($channel);
unset($channel);
var_dump($weak->get());

$channel = await($scope->spawn(fn() => new Channel(2)));
$weak = WeakReference::create($scope);
unset($scope);
var_dump($weak->get());
?>
--EXPECT--
NULL
NULL

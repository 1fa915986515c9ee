--TEST--
Coroutines and scopes say where they stand when they are dumped
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn, suspend};

$scope = new Async\Scope();
$c = $scope->spawn(fn() => delay(60000));
suspend();
var_dump($c);
var_dump($scope);
$c->cancel();
?>
--EXPECTF--
object(Async\Coroutine)#%d (%d) {
  ["id"]=>
  int(%d)
  ["state"]=>
  string(9) "suspended"
  ["spawned"]=>
  string(%d) "%sdebug_output.php:5"
  ["suspended"]=>
  string(%d) "%sdebug_output.php:5"
  ["awaiting"]=>
  string(5) "timer"
}
object(Async\Scope)#%d (%d) {
  ["state"]=>
  string(4) "open"
  ["safe"]=>
  bool(false)
  ["coroutines"]=>
  int(1)
  ["children"]=>
  int(0)
}

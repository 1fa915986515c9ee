--TEST--
Where a coroutine was spawned and where it waits
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

function waits() { delay(60000); }
$line = __LINE__ + 1;
$c = spawn(function () { waits(); });
var_dump($c->getSpawnFileAndLine() === [__FILE__, $line], $c->getSpawnLocation() === __FILE__ . ":$line");
var_dump($c->getSuspendFileAndLine(), $c->getSuspendLocation());
suspend();
var_dump($c->getSuspendFileAndLine() === [__FILE__, $line - 2], $c->getSuspendLocation() === __FILE__ . ':' . ($line - 2));
var_dump($c->getAwaitingInfo());
$c->cancel();
try { await($c); } catch (Cancellation) {}
var_dump($c->getSuspendFileAndLine(), $c->getSuspendLocation(), $c->getSpawnLocation() === __FILE__ . ":$line");
$main = Async\current_coroutine();
var_dump($main->getSpawnFileAndLine(), $main->getSpawnLocation());
?>
--EXPECT--
bool(true)
bool(true)
array(2) {
  [0]=>
  NULL
  [1]=>
  int(0)
}
string(7) "unknown"
bool(true)
bool(true)
array(1) {
  [0]=>
  string(5) "timer"
}
array(2) {
  [0]=>
  NULL
  [1]=>
  int(0)
}
string(7) "unknown"
bool(true)
array(2) {
  [0]=>
  NULL
  [1]=>
  int(0)
}
string(7) "unknown"

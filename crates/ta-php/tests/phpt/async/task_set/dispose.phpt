--TEST--
dispose() cancels the tasks and leaves the set open
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Scope, TaskSet};
use function Async\{delay, suspend};

$set = new TaskSet(scope: new Scope());
$set->spawn(fn() => delay(1000));
suspend();
$set->dispose();
suspend();
var_dump($set->isFinished(), $set->isClosed(), count($set));
?>
--EXPECT--
bool(true)
bool(false)
int(1)

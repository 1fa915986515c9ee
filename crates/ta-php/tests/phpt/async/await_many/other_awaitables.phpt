--TEST--
The next notification of a channel or a group counts; a group or channel may be the token
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, TaskGroup};
use function Async\{await, await_all, await_any_of, delay, spawn};

$channel = new Channel(1);
spawn(function () use ($channel) { delay(1); $channel->send('hello'); });
var_dump(await_all(['c' => $channel])[0]);
echo $channel->recv(), "\n";

$group = new TaskGroup;
$group->spawn(function () { delay(1); return 5; });
$group->close();
var_dump(array_keys(await_any_of(1, ['g' => $group])[0]), $group->isFinished());

$stop = new Channel(1);
spawn(function () use ($stop) { delay(1); $stop->send('stop'); });
$slow = spawn(function () { delay(60_000); });
try {
    await_all([$slow], $stop);
} catch (Async\OperationCanceledException $e) {
    var_dump($e->getMessage(), $e->getPrevious(), $slow->isCancelled());
}
?>
--EXPECT--
array(1) {
  ["c"]=>
  NULL
}
hello
array(1) {
  [0]=>
  string(1) "g"
}
bool(true)
string(28) "Operation has been cancelled"
NULL
bool(true)

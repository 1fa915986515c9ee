--TEST--
Limits, closing, cancelling, waiting and finally() work as in a group
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncException, TaskSet};
use function Async\{delay, spawn, suspend};

try {
    new TaskSet(-1);
} catch (ValueError $error) {
    echo $error->getMessage(), "\n";
}
$set = new TaskSet(1, 1);
$set->finally(fn(TaskSet $set) => print("finally\n"));
$set->spawn(fn() => delay(1000));
$set->spawn(fn() => print("never\n"));
spawn(function () use ($set) {
    try {
        $set->spawn(fn() => print("never\n"));
    } catch (AsyncException $error) {
        echo $error->getMessage(), "\n";
    }
});
suspend();
try {
    $set->awaitCompletion();
} catch (AsyncException $error) {
    echo $error->getMessage(), "\n";
}
var_dump($set->isFinished(), $set->isClosed());
$set->cancel();
$set->awaitCompletion();
var_dump($set->isFinished(), $set->isClosed());
suspend();
foreach ($set as [$result, $error]) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
Async\TaskSet::__construct(): Argument #1 ($concurrency) must be between 0 and 4294967295
TaskGroup must be closed before calling awaitCompletion()
bool(false)
bool(false)
finally
Cannot spawn tasks on a closed TaskGroup
bool(true)
bool(true)
TaskGroup cancelled

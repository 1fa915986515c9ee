--TEST--
completed() and failed() make settled futures
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Future;
use function Async\await;

var_dump(await(Future::completed()), await(Future::completed([1])));
$future = Future::completed(5);
var_dump($future->isCompleted(), $future->isCancelled());
$failed = Future::failed(new LogicException('made to fail'));
var_dump($failed->isCompleted(), $failed->isCancelled());
try {
    await($failed);
} catch (LogicException $e) {
    echo $e->getMessage(), "\n";
}
echo $future->await(), "\n";
try {
    Future::failed('text');
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
NULL
array(1) {
  [0]=>
  int(1)
}
bool(true)
bool(false)
bool(true)
bool(false)
made to fail
5
Async\Future::failed(): Argument #1 ($throwable) must be of type Throwable, string given

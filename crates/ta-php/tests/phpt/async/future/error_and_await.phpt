--TEST--
A future that fails throws the same error at each await
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{await, spawn};

$state = new FutureState();
$future = new Future($state);
$error = new RuntimeException('bad');
spawn(fn() => $state->error($error));
for ($i = 0; $i < 2; $i++) {
    try {
        await($future);
    } catch (RuntimeException $e) {
        var_dump($e === $error);
    }
}
var_dump($future->isCompleted(), $future->isCancelled());
try {
    $state->error('text');
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(false)
Async\FutureState::error(): Argument #1 ($throwable) must be of type Throwable, string given

--TEST--
await() takes a token; a settled future wins over a fired one
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState, OperationCanceledException, TimeoutException};
use function Async\timeout;

$future = new Future(new FutureState());
try {
    $future->await(timeout(1));
} catch (OperationCanceledException $e) {
    echo $e->getMessage(), ' / ', get_class($e->getPrevious()), "\n";
}
$fired = Future::completed('token');
try {
    $future->await($fired);
} catch (OperationCanceledException $e) {
    echo $e->getMessage(), ' / ';
    var_dump($e->getPrevious());
}
echo Future::completed('value')->await($fired), "\n";
var_dump($future->isCompleted());
$state = new FutureState();
$token = new Future($state);
Async\spawn(fn() => $state->error(new RuntimeException('reason')));
try {
    $future->await($token);
} catch (OperationCanceledException $e) {
    echo $e->getPrevious()->getMessage(), "\n";
}
try {
    $future->await(new stdClass());
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
Operation has been cancelled / Async\TimeoutException
Operation has been cancelled / NULL
value
bool(false)
reason
Async\Future::await(): Argument #1 ($cancellation) must be of type ?Async\Completable, stdClass given

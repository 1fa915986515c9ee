--TEST--
cancel() settles a pending future with a cancellation; the writer then finds it settled
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncCancellation, AsyncException, Future, FutureState};
use function Async\{await, spawn, suspend};

$state = new FutureState();
$future = new Future($state);
spawn(function () use ($future) {
    try {
        await($future);
    } catch (AsyncCancellation $e) {
        echo 'waiter: ', get_class($e), ': ', $e->getMessage(), "\n";
    }
});
suspend();
$future->cancel(); // line 15
var_dump($future->isCompleted(), $future->isCancelled());
$future->cancel(new AsyncCancellation('late'));
suspend();
try {
    $state->complete(1);
} catch (AsyncException $e) {
    echo $e->getMessage(), "\n";
}

$own = new Future(new FutureState());
$own->cancel($mine = new AsyncCancellation('mine'));
try {
    $own->await();
} catch (AsyncCancellation $e) {
    var_dump($e === $mine);
}

$settled = Future::completed('kept');
$settled->cancel();
var_dump($settled->isCancelled(), await($settled));

$byWriter = new FutureState();
$byWriter->error(new AsyncCancellation('from the writer'));
$byWriter->ignore();
var_dump((new Future($byWriter))->isCancelled());
try {
    $own->cancel(new Exception('x'));
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECTF--
bool(true)
bool(true)
waiter: Async\AsyncCancellation: Future has been cancelled
FutureState is already completed at %scancel.php:15
bool(true)
bool(false)
string(4) "kept"
bool(true)
Async\Future::cancel(): Argument #1 ($cancellation) must be of type ?Async\AsyncCancellation, Exception given

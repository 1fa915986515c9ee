--TEST--
An error handler may throw from the warning, also while another exception is on its way
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};

set_error_handler(fn(int $no, string $text) => throw new ErrorException(substr($text, 0, 25)));
try {
    $future = new Future(new FutureState());
    unset($future);
} catch (ErrorException $e) {
    echo 'caught: ', $e->getMessage(), "\n";
}
function leave(): void
{
    $future = new Future(new FutureState());
    throw new LogicException('on its way');
}
try {
    leave();
} catch (ErrorException $e) {
    echo 'caught: ', $e->getMessage(), ', previous: ', $e->getPrevious()->getMessage(), "\n";
}
set_error_handler(function (int $no, string $text, string $file, int $line) {
    echo "handler: line $line\n";
    return true;
});
function forget(): void
{
    $future = new Future(new FutureState());
    throw new LogicException('goes on'); // line 28
}
try {
    forget();
} catch (LogicException $e) {
    echo 'caught: ', $e->getMessage(), ', line ', $e->getLine(), "\n";
}
?>
--EXPECT--
caught: Future was never used; ca
caught: Future was never used; ca, previous: on its way
handler: line 28
caught: goes on, line 28

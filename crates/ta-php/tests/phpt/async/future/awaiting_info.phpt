--TEST--
getAwaitingInfo() says whether the future is pending
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};

$state = new FutureState();
$future = (new Future($state))->ignore();
print_r($state->getAwaitingInfo());
print_r($future->getAwaitingInfo());
$state->complete(1);
print_r($state->getAwaitingInfo());
print_r($future->getAwaitingInfo());
?>
--EXPECT--
Array
(
    [0] => FutureState(pending)
)
Array
(
    [0] => FutureState(pending)
)
Array
(
    [0] => FutureState(completed)
)
Array
(
    [0] => FutureState(completed)
)

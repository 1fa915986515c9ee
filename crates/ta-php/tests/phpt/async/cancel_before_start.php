<?php
use function Async\{await, spawn};

$coroutine = spawn(function () { echo "never\n"; });
$reason = new Async\AsyncCancellation('not needed', 9);
$coroutine->cancel($reason);
try {
    await($coroutine);
} catch (Async\AsyncCancellation $e) {
    var_dump($e === $reason);
}
var_dump($coroutine->isStarted(), $coroutine->isCancelled(), $coroutine->getResult());
?>

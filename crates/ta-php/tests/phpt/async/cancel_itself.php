<?php
use function Async\{await, current_coroutine, spawn};

$coroutine = spawn(function () {
    current_coroutine()->cancel(new Async\AsyncCancellation('own wish'));
    echo "goes on\n";
    var_dump(current_coroutine()->isCancellationRequested(), current_coroutine()->isCancelled());
    return 'result';
});
try {
    await($coroutine);
    echo "no exception\n";
} catch (Async\AsyncCancellation $e) {
    echo $e->getMessage(), "\n";
}
var_dump($coroutine->isCancelled(), $coroutine->getResult());
?>

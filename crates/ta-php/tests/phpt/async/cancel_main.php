<?php
use function Async\{current_coroutine, delay, spawn};

$main = current_main();
function current_main(): Async\Coroutine
{
    spawn(fn() => null);
    return current_coroutine();
}
spawn(function () use ($main) { $main->cancel(new Async\AsyncCancellation('main, stop')); });
spawn(function () { delay(10); echo "others go on\n"; });
try {
    delay(5000);
} catch (Async\AsyncCancellation $e) {
    echo $e->getMessage(), "\n";
    throw $e;
}
echo "never\n";
?>

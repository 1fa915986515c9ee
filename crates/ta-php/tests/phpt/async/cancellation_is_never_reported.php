<?php
use function Async\{delay, spawn, suspend};

spawn(fn() => throw new Async\AsyncCancellation('own'));
spawn(fn() => throw new Cancellation('root'));
spawn(fn() => throw new TrueAsync\HttpException('http', 404));
(function () {
    $coroutine = spawn(function () { delay(5000); });
    suspend();
    $coroutine->cancel();
})();
delay(2);
echo "nothing was said\n";
?>

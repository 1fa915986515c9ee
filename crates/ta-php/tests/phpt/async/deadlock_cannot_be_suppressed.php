<?php
use function Async\{await, current_coroutine, delay, spawn};

spawn(fn() => null);
try {
    await(current_coroutine());
} catch (Cancellation $e) {
    echo $e->getMessage(), "\n";
}
delay(2);
echo "main goes on\n";
?>

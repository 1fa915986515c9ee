<?php
use function Async\{await, current_coroutine, spawn};

spawn(function () {
    try {
        await(current_coroutine());
    } catch (Async\AsyncCancellation $e) {
        echo 'cancelled: ', $e->getMessage(), "\n";
    }
});
echo "end of main\n";
?>

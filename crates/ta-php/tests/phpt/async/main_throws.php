<?php
use function Async\{delay, spawn};

spawn(function () { echo "not started in time\n"; });
$running = spawn(function () {
    try {
        delay(5000);
        echo "never\n";
    } catch (Async\AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
});
delay(0);
throw new RuntimeException('main failed');
?>

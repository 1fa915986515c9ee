<?php
use function Async\{delay, spawn};

spawn(function () {
    ob_start();
    echo "coroutine\n";
    delay(1);
    echo "its end\n";
});
ob_start();
echo "main\n";
?>

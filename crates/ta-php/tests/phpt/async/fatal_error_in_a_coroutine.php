<?php
use function Async\{delay, spawn};

register_shutdown_function(function () { echo "\nshutdown function\n"; });
spawn(function () {
    try {
        delay(20);
        echo "never\n";
    } catch (Throwable $e) {
        echo "caught\n";
    } finally {
        echo "finally\n";
    }
});
spawn(function () {
    delay(1);
    echo "before\n";
    eval('function strlen() {}');
    echo "after\n";
});
echo "end of main\n";
?>

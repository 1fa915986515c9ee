--TEST--
A fatal error in a coroutine is printed once; the others are dropped without catch and finally, then shutdown functions run
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn};

register_shutdown_function(function () { echo "\nshutdown function\n"; });
spawn(function () {
    try {
        delay(5000);
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
--EXPECTF--
end of main
before

Fatal error: Cannot redeclare %s in %s on line %d
%Ashutdown function

--TEST--
Main code that sleeps lets coroutines run, and blocks as ever before there are any
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{spawn, suspend};

usleep(1000);
spawn(function () {
    echo "coroutine\n";
    usleep(1000);
    echo "coroutine again\n";
});
echo "main\n";
suspend();
usleep(100_000);
echo "main again\n";
?>
--EXPECT--
main
coroutine
coroutine again
main again

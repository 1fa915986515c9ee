--TEST--
Buffers left open by a coroutine and by main are flushed at their end
--EXTENSIONS--
true_async_server
--FILE--
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
--EXPECTREGEX--
(main
coroutine
its end|coroutine
its end
main)

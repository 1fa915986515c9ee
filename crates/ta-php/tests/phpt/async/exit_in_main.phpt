--TEST--
exit in main ends main code; coroutines still run before shutdown functions
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn};

register_shutdown_function(function () { echo "shutdown function\n"; });
spawn(function () { delay(2); echo "coroutine\n"; });
echo "main\n";
exit(0);
?>
--EXPECT--
main
coroutine
shutdown function

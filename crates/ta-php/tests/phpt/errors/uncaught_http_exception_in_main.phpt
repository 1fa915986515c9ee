--TEST--
So does an uncaught HttpException after coroutines have run
--EXTENSIONS--
true_async_server
--FILE--
<?php
Async\spawn(function () { echo "coroutine\n"; });
Async\delay(1);
throw new TrueAsync\HttpException('Not Found', 404);
?>
--EXPECT--
coroutine

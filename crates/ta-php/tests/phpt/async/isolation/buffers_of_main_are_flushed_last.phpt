--TEST--
A buffer that main left open is flushed after all coroutines have ended
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn};

spawn(function () { delay(1); echo "coroutine\n"; });
ob_start(fn($buffer) => "buffered by main: $buffer");
echo "main\n";
?>
--EXPECT--
coroutine
buffered by main: main

--TEST--
spawn() only enqueues: the end of main comes before the first line of any coroutine
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\spawn;

spawn(function () { echo "one\n"; });
spawn(function () { echo "two\n"; });
echo "end of main\n";
?>
--EXPECT--
end of main
one
two

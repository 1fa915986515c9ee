--TEST--
Running out of memory in a coroutine ends the script with the usual message
--EXTENSIONS--
true_async_server
--INI--
memory_limit=16M
--FILE--
<?php
use function Async\{delay, spawn};

register_shutdown_function(function () { echo "\nshutdown function\n"; });
spawn(function () { delay(5000); echo "never\n"; });
spawn(function () { delay(1); str_repeat('x', 64 << 20); });
?>
--EXPECTF--

Fatal error: Allowed memory size of 16777216 bytes exhausted%S (tried to allocate %d bytes) in %s on line %d
%Ashutdown function

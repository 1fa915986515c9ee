--TEST--
setWriteTimeout() takes 0 to 4294967295 seconds, 30 by default, and refuses the rest by name and range
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/ranges.inc';

check_range('WriteTimeout', 0, 4294967295);
?>
--EXPECT--
default 30
0: kept
1: kept
4294967294: kept
4294967295: kept
-9223372036854775808: refused
-1: refused
4294967296: refused
9223372036854775807: refused

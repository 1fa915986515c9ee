--TEST--
setBacklog() takes 1 and more, 128 by default, and refuses the rest by name and range
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/ranges.inc';

check_range('Backlog', 1, null);
?>
--EXPECT--
default 128
1: kept
2: kept
9223372036854775807: kept
-9223372036854775808: refused
0: refused

--TEST--
setMaxConnections() takes 0 and more, 0 by default, and refuses the rest by name and range
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/ranges.inc';

check_range('MaxConnections', 0, null);
?>
--EXPECT--
default 0
0: kept
1: kept
9223372036854775807: kept
-9223372036854775808: refused
-1: refused

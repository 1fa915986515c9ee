--TEST--
setMaxBodySize() takes 1024 to 17179869184 bytes, 10485760 by default, and refuses the rest by name and range
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/ranges.inc';

check_range('MaxBodySize', 1024, 17179869184);
?>
--EXPECT--
default 10485760
1024: kept
1025: kept
17179869183: kept
17179869184: kept
-9223372036854775808: refused
1023: refused
17179869185: refused
9223372036854775807: refused

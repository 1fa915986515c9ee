--TEST--
setWriteBufferSize() takes 1024 and more bytes, 65536 by default, and refuses the rest by name and range
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/ranges.inc';

check_range('WriteBufferSize', 1024, null);
?>
--EXPECT--
default 65536
1024: kept
1025: kept
9223372036854775807: kept
-9223372036854775808: refused
1023: refused

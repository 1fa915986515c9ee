--TEST--
setStreamWriteBufferBytes() takes 4096 to 4194304 bytes, 262144 by default, and refuses the rest by name and range
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/ranges.inc';

check_range('StreamWriteBufferBytes', 4096, 4194304);
?>
--EXPECT--
default 262144
4096: kept
4097: kept
4194303: kept
4194304: kept
-9223372036854775808: refused
4095: refused
4194305: refused
9223372036854775807: refused

--TEST--
A threshold that is no number of milliseconds is refused with a warning, and the watchdog stays off
--EXTENSIONS--
true_async_server
--INI--
true_async.block_threshold_ms=10s
--FILE--
<?php
var_dump(ini_get('true_async.block_threshold_ms'));
?>
--EXPECTF--
%AWarning: true_async.block_threshold_ms must be a number of milliseconds between 0 (off) and 3600000, "10s" given in Unknown on line 0
%Astring(1) "0"

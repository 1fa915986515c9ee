--TEST--
An exception kept in a handle that lives until the end of the script is fatal there
--EXTENSIONS--
true_async_server
--INI--
log_errors=0
--FILE--
<?php
use function Async\{spawn, suspend};

$failed = spawn(fn() => throw new Exception('nobody came for it'));
suspend();
echo "end\n";
?>
--EXPECTF--
end

Fatal error: Uncaught Exception: nobody came for it in %s:%d
Stack trace:
#0 [internal function]: {closure%S}()
#1 {main}
  thrown in %s on line %d

--TEST--
Destructors at the end may spawn also when an uncaught exception has ended the script
--EXTENSIONS--
true_async_server
--INI--
log_errors=0
--FILE--
<?php
final class Last
{
    public function __destruct()
    {
        Async\spawn(function () { echo "spawned by a destructor\n"; });
    }
}

$last = new Last();
throw new Exception('uncaught');
?>
--EXPECTF--
Fatal error: Uncaught Exception: uncaught in %s:%d
Stack trace:
#0 {main}
  thrown in %s on line %d
spawned by a destructor

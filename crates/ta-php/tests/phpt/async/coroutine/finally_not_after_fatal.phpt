--TEST--
Finally handlers do not run after a fatal error
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{spawn, suspend};

$c = spawn(function () { trigger_error('stop', E_USER_ERROR); });
$c->finally(fn() => print("never\n"));
suspend();
echo "never\n";
?>
--EXPECTF--
%AFatal error: stop in %s on line %d%A

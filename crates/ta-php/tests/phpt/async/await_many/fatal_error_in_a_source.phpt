--TEST--
A fatal error in a source ends the script: no catch and no finally block of the caller runs
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all, spawn, suspend};

register_shutdown_function(function () { echo "shutdown\n"; });
function source(): Generator
{
    yield spawn(fn() => 1);
    suspend();
    trigger_error('deadly', E_USER_ERROR);
}
try {
    await_all(source());
    echo "never\n";
} catch (Throwable) {
    echo "never\n";
} finally {
    echo "never\n";
}
?>
--EXPECTF--
%AFatal error: deadly in %s on line %d
shutdown

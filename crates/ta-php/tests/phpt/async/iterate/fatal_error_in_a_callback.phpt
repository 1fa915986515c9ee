--TEST--
A fatal error in a callback ends the script without running anything else
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, iterate};

register_shutdown_function(function () { echo "shutdown\n"; });
iterate([1, 2], function (int $i) {
    if ($i === 2) {
        eval('class A implements NoSuchInterface {}; abstract class B { abstract function f(); } class C extends B {}');
        trigger_error('fatal', E_USER_ERROR);
    }
    try {
        delay(60_000);
    } finally {
        echo "never\n";
    }
});
echo "never\n";
?>
--EXPECTF--
%A
shutdown

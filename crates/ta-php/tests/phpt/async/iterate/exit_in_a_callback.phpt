--TEST--
exit() in a callback ends the iteration and its caller
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, iterate, spawn};

$caller = spawn(function () {
    try {
        iterate([1, 2, 3], function (int $i) {
            echo "callback $i\n";
            if ($i === 2) {
                exit(0);
            }
            try {
                delay(60_000);
            } finally {
                echo "callback $i is unwound\n";
            }
        });
        echo "never\n";
    } catch (Throwable) {
        echo "never\n";
    }
});
var_dump(await($caller));
?>
--EXPECT--
callback 1
callback 2
callback 1 is unwound
NULL

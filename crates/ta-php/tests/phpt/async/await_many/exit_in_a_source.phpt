--TEST--
exit() in a source that is walked ends the caller too
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, await_all, spawn};

$caller = spawn(function () {
    try {
        await_all((function () {
            yield spawn(fn() => 1);
            exit(0);
        })());
        echo "never\n";
    } catch (Throwable) {
        echo "never\n";
    }
});
var_dump(await($caller));
?>
--EXPECT--
NULL

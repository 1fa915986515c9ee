--TEST--
exit in a coroutine ends that coroutine only, with null and without an exception; shutdown functions run once
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

register_shutdown_function(function () { echo "shutdown function\n"; });
$coroutine = spawn(function () {
    delay(1);
    (function () { exit("exiting\n"); })();
    echo "never\n";
});
$ended = false;
spawn(function () use (&$ended) {
    while (!$ended) {
        delay(1);
    }
    echo "other one\n";
});
var_dump(await($coroutine));
var_dump($coroutine->isCompleted(), $coroutine->getResult(), $coroutine->getException());
echo "end of main\n";
$ended = true;
?>
--EXPECT--
exiting
NULL
bool(true)
NULL
NULL
end of main
other one
shutdown function

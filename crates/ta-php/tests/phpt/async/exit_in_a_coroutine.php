<?php
use function Async\{await, delay, spawn};

register_shutdown_function(function () { echo "shutdown function\n"; });
$coroutine = spawn(function () {
    delay(1);
    (function () { exit("exiting\n"); })();
    echo "never\n";
});
spawn(function () { delay(10); echo "other one\n"; });
var_dump(await($coroutine));
var_dump($coroutine->isCompleted(), $coroutine->getResult(), $coroutine->getException());
echo "end of main\n";
?>

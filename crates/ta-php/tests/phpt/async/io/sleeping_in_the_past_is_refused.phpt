--TEST--
Times that cannot be slept are refused as without coroutines
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

await(spawn(function () {
    var_dump(time_sleep_until(1));
    try {
        sleep(-1);
    } catch (ValueError $error) {
        echo $error->getMessage(), "\n";
    }
    try {
        time_nanosleep(0, -1);
    } catch (ValueError $error) {
        echo $error->getMessage(), "\n";
    }
}));
?>
--EXPECTF--
Warning: time_sleep_until(): %s in %s on line %d
bool(false)
sleep(): Argument #1 ($seconds) must be %s
time_nanosleep(): Argument #2 ($nanoseconds) must be greater than or equal to 0

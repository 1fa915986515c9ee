--TEST--
A handler of pcntl_signal() cannot suspend, also not through a destructor
--EXTENSIONS--
true_async_server
--SKIPIF--
<?php
if (!function_exists('pcntl_signal')) die('skip needs pcntl');
?>
--FILE--
<?php
use function Async\{await, delay, spawn};

final class Slow
{
    public static int $refused = 0;
    public function __destruct()
    {
        try {
            delay(1);
        } catch (Async\AsyncException) {
            self::$refused++;
        }
    }
}
pcntl_signal(SIGUSR1, function () {
    try {
        delay(1);
    } catch (Async\AsyncException) {
        Slow::$refused++;
    }
    new Slow();
});
await(spawn(function () {
    exec('kill -USR1 ' . getmypid());
    pcntl_signal_dispatch();
    delay(1);
}));
var_dump(Slow::$refused);
?>
--EXPECT--
int(2)

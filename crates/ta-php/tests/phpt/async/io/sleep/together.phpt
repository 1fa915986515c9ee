--TEST--
Sleeping: ten coroutines sleep as long as one
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../matrix.inc';

together('sleep', 1.0, fn() => sleep(1));
together('usleep', 0.3, fn() => usleep(300_000));
together('time_nanosleep', 0.3, fn() => time_nanosleep(0, 300_000_000));
together('time_sleep_until', 0.3, fn() => time_sleep_until(microtime(true) + 0.3));
together('a thousand of them', 0.3, fn() => usleep(300_000), 1000);
?>
--EXPECT--
sleep: together, 0
usleep: together, null
time_nanosleep: together, true
time_sleep_until: together, true
a thousand of them: together, null

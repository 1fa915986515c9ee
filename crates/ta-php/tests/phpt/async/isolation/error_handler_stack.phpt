--TEST--
set_error_handler() and restore_error_handler() nest per coroutine
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$handler = fn(string $name) => function (int $level, string $text) use ($name) { echo "$name: $text\n"; return true; };
set_error_handler($handler('main'));
$task = function (string $name) use ($handler) {
    trigger_error("$name 1");
    set_error_handler($handler("$name outer"));
    suspend();
    set_error_handler($handler("$name inner"));
    suspend();
    trigger_error("$name 2");
    restore_error_handler();
    suspend();
    trigger_error("$name 3");
    restore_error_handler();
    suspend();
    trigger_error("$name 4");
};
$a = spawn($task, 'a');
$b = spawn($task, 'b');
await($a);
await($b);
trigger_error('end');
?>
--EXPECT--
main: a 1
main: b 1
a inner: a 2
b inner: b 2
a outer: a 3
b outer: b 3
main: a 4
main: b 4
main: end

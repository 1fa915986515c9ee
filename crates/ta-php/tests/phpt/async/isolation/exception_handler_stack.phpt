--TEST--
set_exception_handler() inside a coroutine returns what holds there and stays there
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

function name(?callable $handler): string { return $handler ? $handler(null) : 'none'; }
set_exception_handler(fn($e) => 'main');
$task = function (string $name) {
    $log = [name(set_exception_handler(fn($e) => "$name 1"))];
    suspend();
    $log[] = name(set_exception_handler(fn($e) => "$name 2"));
    suspend();
    restore_exception_handler();
    $log[] = name(set_exception_handler(null));
    return implode(', ', $log);
};
$a = spawn($task, 'a');
$b = spawn($task, 'b');
echo await($a), "\n", await($b), "\n", name(set_exception_handler(null)), "\n";
?>
--EXPECT--
main, a 1, a 1
main, b 1, b 1
main

--TEST--
A backtrace from inside a coroutine that another one spawned shows the line that did
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

function inner() { throw new RuntimeException('deep'); }
$outer = spawn(function () {
    $nested = spawn(function () {
        suspend();
        debug_print_backtrace();
        inner();
    });
    try {
        await($nested);
    } catch (RuntimeException $e) {
        echo $e->getTraceAsString(), "\n";
    }
    $waiting = spawn(function () { suspend(); suspend(); });
    suspend();
    foreach ($waiting->getTrace() as $frame) {
        echo $frame['function'], ' ', $frame['line'] ?? '-', "\n";
    }
});
await($outer);
$top = spawn(fn() => debug_print_backtrace());
await($top);
?>
--EXPECTF--
#0 [internal function]: {closure%S}()
#1 %strace_of_a_nested_one.php(6): Async\spawn()
#0 %strace_of_a_nested_one.php(9): inner()
#1 [internal function]: {closure%S}()
#2 %strace_of_a_nested_one.php(6): Async\spawn()
#3 {main}
Async\suspend 16
{closure%S} -
Async\spawn 16
#0 [internal function]: {closure%S}()

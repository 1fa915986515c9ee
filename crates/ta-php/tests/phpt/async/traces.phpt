--TEST--
Traces inside a coroutine end at its own bottom and stay intact across switches
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

function outer(): string { return inner(1, 'x'); }
function inner(int $a, string $b): string
{
    delay(1);
    return (new Exception())->getTraceAsString();
}
$coroutine = spawn('outer');
spawn(function () { (new Exception())->getTraceAsString(); });
echo await($coroutine), "\n";
echo await(spawn(fn() => count(debug_backtrace()))), "\n";
?>
--EXPECTF--
#0 %s(%d): inner(1, 'x')
#1 [internal function]: outer()
#2 {main}
1

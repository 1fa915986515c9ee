--TEST--
getTrace() of a coroutine that waits inside a fiber leads through the fiber to the coroutine's own function
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn, suspend};

function body(): void { delay(20); }
function starter(): void
{
    $fiber = new Fiber(fn() => body());
    $fiber->start();
}
$coroutine = spawn('starter');
suspend();
foreach ($coroutine->getTrace(0) as $frame) {
    echo preg_replace('/.*\{closure.*/', 'closure', $frame['function']), isset($frame['line']) ? " line {$frame['line']}" : '', "\n";
}
?>
--EXPECT--
Async\delay line 4
body line 7
closure
start line 8
starter

--TEST--
A backtrace inside a fiber leads through it to the code that resumed it, after async calls too
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

function body(): array { delay(1); return array_column(debug_backtrace(), 'function'); }
function starter(): array
{
    $fiber = new Fiber(fn() => body());
    $fiber->start();
    return $fiber->getReturn();
}
echo implode(' ', array_map(fn($name) => str_contains($name, 'closure') ? 'closure' : $name, await(spawn('starter')))), "\n";
?>
--EXPECT--
body closure start starter

--TEST--
A fatal error inside generators leaves nothing of them behind: frames, operands, closures
--EXTENSIONS--
true_async_server
--INI--
display_errors=0
--FILE--
<?php
require __DIR__ . '/../client.inc';

function ends(mixed ...$any): string
{
    trigger_error('the end', E_USER_ERROR);
}
$usage = [];
serve(function ($request) use (&$usage) {
    $size = 100_000;
    $inner = function () use ($size) {
        $held = str_repeat('x', $size);
        yield strlen($held);
        yield strlen(str_repeat('y', $size) . ends(str_repeat('z', $size)));
    };
    $outer = function () use ($inner, $size) {
        $held = str_repeat('o', $size);
        yield from $inner();
    };
    $usage[] = memory_get_usage();
    foreach ($outer() as $value) {
        $last = $value;
    }
}, array_fill(0, 40, get('/')));
$growth = end($usage) - $usage[20];
echo count($usage), $growth < 200_000 ? ' times, flat' : " times, grew by $growth", "\n";
?>
--EXPECT--
40 times, flat

--TEST--
@ around a suspension silences neither other coroutines nor those spawned under it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

set_error_handler(function (int $level, string $text) { echo error_reporting() === E_ALL ? "loud: $text\n" : "silent: $text\n"; return true; });
function step(string $text): void { suspend(); trigger_error($text, E_USER_WARNING); suspend(); }
$silent = spawn(function () {
    @step('first');
    $child = @spawn(fn() => trigger_error('child', E_USER_WARNING));
    @await($child);
    step('second');
});
$loud = spawn(function () { for ($i = 0; $i < 4; $i++) { step("other $i"); } });
await($silent);
await($loud);
?>
--EXPECT--
silent: first
loud: other 0
loud: child
loud: other 1
loud: second
loud: other 2
loud: other 3

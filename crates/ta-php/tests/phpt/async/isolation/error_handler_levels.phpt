--TEST--
The level mask of an error handler belongs to the coroutine that set it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

set_error_handler(function (int $level, string $text) { echo "main: $text\n"; return true; });
$one = spawn(function () {
    set_error_handler(function (int $level, string $text) { echo "notices only: $text\n"; return true; }, E_USER_NOTICE);
    suspend();
    trigger_error('notice', E_USER_NOTICE);
    @trigger_error('warning', E_USER_WARNING);
});
$two = spawn(function () { suspend(); trigger_error('warning', E_USER_WARNING); });
await($one);
await($two);
?>
--EXPECT--
notices only: notice
main: warning

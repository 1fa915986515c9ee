--TEST--
set_error_handler() inside a coroutine stays there; one set by main before holds everywhere
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

set_error_handler(function (int $level, string $text) { echo "main's: $text\n"; return true; });
$one = spawn(function () {
    set_error_handler(function (int $level, string $text) { echo "one's: $text\n"; return true; });
    suspend();
    trigger_error('from one', E_USER_NOTICE);
    suspend();
    restore_error_handler();
    trigger_error('from one again', E_USER_NOTICE);
});
$two = spawn(function () {
    trigger_error('from two', E_USER_NOTICE);
    suspend();
    trigger_error('from two again', E_USER_NOTICE);
});
await($one);
await($two);
trigger_error('from main', E_USER_NOTICE);
?>
--EXPECT--
main's: from two
one's: from one
main's: from two again
main's: from one again
main's: from main

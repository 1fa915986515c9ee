--TEST--
While the handler of one coroutine waits, errors of another reach the handler too
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

set_error_handler(function (int $level, string $text) {
    echo "begin $text\n";
    if ($text === 'slow') {
        delay(20);
    }
    echo "end $text\n";
    return true;
});
$slow = spawn(fn() => trigger_error('slow'));
$quick = spawn(fn() => trigger_error('quick'));
await($quick);
await($slow);
?>
--EXPECT--
begin slow
begin quick
end quick
end slow

--TEST--
A user error handler may suspend in the middle of the statement that caused the error
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

set_error_handler(function (int $level, string $text) {
    delay(1);
    echo "handled: $text\n";
    return true;
});
$all = [];
foreach (['a', 'b'] as $name) {
    $all[] = spawn(function () use ($name) {
        $array = [];
        return $name . $array["missing $name"] . strtoupper($name);
    });
}
foreach ($all as $coroutine) {
    echo await($coroutine), "\n";
}
?>
--EXPECT--
handled: Undefined array key "missing a"
handled: Undefined array key "missing b"
aA
bB

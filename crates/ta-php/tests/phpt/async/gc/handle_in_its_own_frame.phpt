--TEST--
A coroutine whose handle only its own frame holds is not collected while it waits
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{current_coroutine, delay, spawn, suspend};

spawn(function () {
    $self = current_coroutine();
    $holder = new stdClass();
    $holder->coroutine = $self;
    $holder->self = $holder;
    delay(10);
    var_dump($holder->coroutine === current_coroutine(), $holder->self === $holder);
});
suspend();
for ($i = 0; $i < 3; $i++) {
    gc_collect_cycles();
}
echo "collected\n";
?>
--EXPECT--
collected
bool(true)
bool(true)

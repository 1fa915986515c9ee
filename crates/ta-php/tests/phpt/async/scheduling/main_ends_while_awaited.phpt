--TEST--
Awaiting main waits for the end of its code
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, current_coroutine, delay, spawn, suspend};

delay(0);
$main = current_coroutine();
spawn(function () use ($main) {
    var_dump(await($main));
    echo "after main\n";
});
suspend();
echo "end of main\n";
?>
--EXPECT--
end of main
NULL
after main

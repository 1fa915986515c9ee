--TEST--
Shutdown functions may spawn, await and suspend; the loop runs again after them
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

register_shutdown_function(function () {
    echo "shutdown 1\n";
    spawn(function () { echo "spawned in 1\n"; });
    delay(2);
    echo await(spawn(fn() => 'awaited in 1')), "\n";
    spawn(function () { echo "spawned at the end of 1\n"; });
});
register_shutdown_function(function () {
    echo "shutdown 2\n";
    spawn(function () { delay(1); echo "after all shutdown functions\n"; });
    echo "end of 2\n";
});
echo "main\n";
?>
--EXPECT--
main
shutdown 1
spawned in 1
awaited in 1
shutdown 2
end of 2
spawned at the end of 1
after all shutdown functions

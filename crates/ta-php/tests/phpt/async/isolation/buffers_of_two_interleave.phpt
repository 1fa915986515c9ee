--TEST--
What two coroutines print by turns lands in their own buffers
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$task = function (string $name) {
    ob_start();
    for ($i = 1; $i <= 3; $i++) {
        echo "$name$i ";
        suspend();
    }
    return ob_get_clean();
};
$one = spawn($task, 'a');
$two = spawn($task, 'b');
echo await($one), '| ', await($two), "\n";
?>
--EXPECT--
a1 a2 a3 | b1 b2 b3

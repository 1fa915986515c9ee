--TEST--
Without a queue limit, twice as many tasks as run at once may wait
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{delay, spawn, suspend};

foreach ([[2], [2, null], [2, 1], [1, 0], [null, 1]] as $arguments) {
    $group = new TaskGroup(...$arguments);
    $added = 0;
    $adder = spawn(function () use ($group, &$added) {
        for ($i = 0; $i < 50; $i++) {
            $group->spawn(fn() => delay(1000));
            $added++;
        }
    });
    suspend();
    echo json_encode($arguments), " $added added\n";
    $adder->cancel();
    $group->cancel();
}
?>
--EXPECT--
[2] 6 added
[2,null] 6 added
[2,1] 3 added
[1,0] 50 added
[null,1] 50 added

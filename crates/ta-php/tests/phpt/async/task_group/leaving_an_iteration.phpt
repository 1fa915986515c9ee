--TEST--
break, exceptions and cancellation leave a loop; the group goes on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncCancellation, TaskGroup};
use function Async\{await, delay, spawn, suspend};

require __DIR__ . '/turns.inc';
$group = new TaskGroup();
$group->spawn(fn() => 'a');
$group->spawn(function () { turns(9); return 'b'; });
foreach ($group as [$result]) {
    echo $result, "\n";
    break;
}
$loop = spawn(function () use ($group) {
    try {
        foreach ($group as [$result]) {
            echo "loop: $result\n";
        }
    } catch (AsyncCancellation $error) {
        echo "loop: ", $error->getMessage(), "\n";
    }
});
suspend();
$loop->cancel();
suspend();
echo implode(' ', await($group->all())), "\n";
?>
--EXPECT--
a
loop: a
loop: Coroutine cancelled
a b

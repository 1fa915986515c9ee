--TEST--
When the object goes, running tasks are cancelled and queued ones never start
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{delay, suspend};

require __DIR__ . '/turns.inc';
$group = new TaskGroup(1);
$group->spawn(function () {
    try {
        delay(1000);
    } catch (Cancellation $error) {
        echo $error::class, ': ', $error->getMessage(), "\n";
        throw $error;
    }
});
$group->spawn(fn() => print("never\n"));
suspend();
$group = null;
echo "gone\n";
turns(10);
echo "end\n";
?>
--EXPECT--
gone
Async\AsyncCancellation: Task cancelled due to TaskGroup destruction
end

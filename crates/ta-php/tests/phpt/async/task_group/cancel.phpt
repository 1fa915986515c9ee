--TEST--
cancel() closes, stops what runs, forgets what is queued; its errors count as handled
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{delay, suspend};

$group = new TaskGroup(2);
for ($i = 0; $i < 2; $i++) {
    $group->spawn(function () use ($i) {
        try {
            delay(1000);
        } catch (Cancellation $error) {
            echo "$i: ", $error::class, ': ', $error->getMessage(), "\n";
            throw $error;
        }
    });
}
$group->spawn(fn() => print("never\n"));
suspend();
$group->cancel();
echo count($group), ' ', $group->isClosed() ? 'closed' : 'open', "\n";
$group->awaitCompletion();
foreach ($group->getErrors() as $key => $error) {
    echo $key, ' ', $error->getMessage(), "\n";
}
unset($group, $error);
echo "quiet\n";
?>
--EXPECT--
2 closed
0: Async\AsyncCancellation: TaskGroup cancelled
1: Async\AsyncCancellation: TaskGroup cancelled
0 TaskGroup cancelled
1 TaskGroup cancelled
quiet

--TEST--
spawn() on a closed, cancelled or completed group throws; accepted tasks go on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncException, TaskGroup};
use function Async\{await, delay};

$closed = new TaskGroup(1);
$closed->spawn(fn() => delay(1));
$closed->spawn(fn() => 'queued');
$closed->close();
$cancelled = new TaskGroup();
$cancelled->cancel();
$completed = new TaskGroup();
$completed->spawn(fn() => 1);
$completed->close();
$completed->awaitCompletion();
foreach ([$closed, $cancelled, $completed] as $group) {
    foreach ([fn() => $group->spawn(fn() => 1), fn() => $group->spawnWithKey('k', fn() => 1)] as $attempt) {
        try {
            $attempt();
        } catch (AsyncException $error) {
            echo $error->getMessage(), "\n";
        }
    }
}
echo json_encode(await($closed->all())), "\n";
?>
--EXPECT--
Cannot spawn tasks on a closed TaskGroup
Cannot spawn tasks on a closed TaskGroup
Cannot spawn tasks on a closed TaskGroup
Cannot spawn tasks on a closed TaskGroup
Cannot spawn tasks on a closed TaskGroup
Cannot spawn tasks on a closed TaskGroup
[null,"queued"]

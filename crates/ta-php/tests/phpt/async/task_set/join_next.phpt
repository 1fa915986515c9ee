--TEST--
joinNext() delivers and removes the first entry to settle
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskSet;
use function Async\{await, delay};

require __DIR__ . '/../task_group/turns.inc';
$set = new TaskSet();
foreach ([9, 3, 6] as $time) {
    $set->spawn(function () use ($time) { turns($time); return $time; });
}
$set->spawn(fn() => throw new Exception('failed'));
while (count($set)) {
    try {
        echo await($set->joinNext());
    } catch (Exception $error) {
        echo $error->getMessage();
    }
    echo ', ', count($set), " left\n";
}
?>
--EXPECT--
failed, 3 left
3, 2 left
6, 1 left
9, 0 left

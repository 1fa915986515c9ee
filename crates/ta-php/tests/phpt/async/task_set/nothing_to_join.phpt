--TEST--
joinNext() and joinAny() throw on an empty set, also on one that was emptied
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncException, TaskSet};
use function Async\await;

$set = new TaskSet();
for ($round = 0; $round < 2; $round++) {
    foreach (['joinNext', 'joinAny'] as $method) {
        try {
            $set->$method();
        } catch (AsyncException $error) {
            echo $error->getMessage(), "\n";
        }
    }
    $set->spawn(fn() => 1);
    await($set->joinNext());
}
?>
--EXPECT--
Cannot race on an empty TaskGroup
Cannot call any() on an empty TaskGroup
Cannot race on an empty TaskGroup
Cannot call any() on an empty TaskGroup

--TEST--
race() and any() throw on an empty group
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncException, TaskGroup};

$group = new TaskGroup();
foreach (['race', 'any'] as $method) {
    try {
        $group->$method();
    } catch (AsyncException $error) {
        echo $error->getMessage(), "\n";
    }
}
?>
--EXPECT--
Cannot race on an empty TaskGroup
Cannot call any() on an empty TaskGroup

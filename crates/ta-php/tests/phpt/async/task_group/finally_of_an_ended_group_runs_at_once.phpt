--TEST--
On a completed group the callback is called synchronously, and its error is the caller's
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;

$group = new TaskGroup();
$group->close();
try {
    $group->finally(function (TaskGroup $group) {
        echo count($group), "\n";
        throw new Exception('mine');
    });
} catch (Exception $error) {
    echo $error->getMessage(), "\n";
}
foreach (['strlen', null] as $no_closure) {
    try {
        $group->finally($no_closure);
    } catch (TypeError $error) {
        echo $error::class, "\n";
    }
}
?>
--EXPECT--
0
mine
TypeError
TypeError

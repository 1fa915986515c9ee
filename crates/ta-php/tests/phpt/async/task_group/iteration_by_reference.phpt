--TEST--
foreach by reference is an Error, and so is a direct getIterator()
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;

$group = new TaskGroup();
$group->close();
try {
    foreach ($group as &$pair) {
    }
} catch (Error $error) {
    echo $error::class, "\n";
}
try {
    $group->getIterator();
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
Error
An object of class Async\TaskGroup is not a traversable object in an invalid state

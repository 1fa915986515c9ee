--TEST--
The list that getExceptions() gives does not change with later additions, nor the other way round
--EXTENSIONS--
true_async_server
--FILE--
<?php
$e = new Async\CompositeException();
$e->addException(new Exception('a'));
$list = $e->getExceptions();
$e->addException(new Exception('b'));
$list[] = 'mine';
$list[] = 'mine';
echo count($list), ' ', count($e->getExceptions()), ' ', $e->getExceptions()[1]->getMessage(), "\n";
?>
--EXPECT--
3 2 b

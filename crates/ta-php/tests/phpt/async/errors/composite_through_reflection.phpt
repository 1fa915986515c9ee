--TEST--
Reflection may put anything into the list, and it stays sound
--EXTENSIONS--
true_async_server
--FILE--
<?php
$e = new Async\CompositeException();
$property = new ReflectionProperty($e, 'exceptions');
$mine = ['x' => 1];
$property->setValue($e, $mine);
$e->addException(new Exception('a'));
var_dump(array_keys($e->getExceptions()), count($mine));
$property->setValue($e, [PHP_INT_MAX => new Exception('b')]);
$e->addException(new Exception('no room'));
var_dump(count($e->getExceptions()));
?>
--EXPECT--
array(2) {
  [0]=>
  string(1) "x"
  [1]=>
  int(0)
}
int(1)
int(1)

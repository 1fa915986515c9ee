--TEST--
CompositeException lists errors of all three roots in the order of addition
--EXTENSIONS--
true_async_server
--FILE--
<?php
$e = new Async\CompositeException('several', 3);
var_dump($e->getExceptions());
$errors = [new Exception('a'), new TypeError('b'), new Async\AsyncCancellation('c')];
foreach ($errors as $error) {
    var_dump($e->addException($error));
}
$e->addException($errors[0]);
var_dump(array_is_list($e->getExceptions()), $e->getExceptions() === [...$errors, $errors[0]]);
?>
--EXPECT--
array(0) {
}
NULL
NULL
NULL
bool(true)
bool(true)

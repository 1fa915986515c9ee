--TEST--
A CompositeException that contains itself is collected
--EXTENSIONS--
true_async_server
--FILE--
<?php
class Watched extends Exception
{
    public $composite;
    public function __destruct() { echo "collected\n"; }
}
gc_collect_cycles();
$e = new Async\CompositeException();
$e->addException($e);
$watched = new Watched();
$watched->composite = $e;
$e->addException($watched);
unset($e, $watched);
var_dump(gc_collect_cycles() > 0);
?>
--EXPECT--
collected
bool(true)

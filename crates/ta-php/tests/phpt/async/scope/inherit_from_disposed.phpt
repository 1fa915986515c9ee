--TEST--
Nobody inherits from a closed scope
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;

$s = new Scope();
$s->dispose();
try {
    Scope::inherit($s);
} catch (Async\AsyncException $e) {
    echo get_class($e), "\n";
}
?>
--EXPECT--
Async\AsyncException

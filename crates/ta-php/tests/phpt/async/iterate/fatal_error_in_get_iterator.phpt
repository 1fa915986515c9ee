--TEST--
A fatal error in getIterator() ends the script as if iterate() was exit()
--EXTENSIONS--
true_async_server
--FILE--
<?php
class Source implements IteratorAggregate
{
    public function getIterator(): Iterator
    {
        trigger_error('deadly', E_USER_ERROR);
    }
}
register_shutdown_function(function () { echo "shutdown\n"; });
try {
    Async\iterate(new Source, fn() => 1);
    echo "never\n";
} finally {
    echo "never\n";
}
?>
--EXPECTF--
%AFatal error: deadly in %s on line %d
shutdown

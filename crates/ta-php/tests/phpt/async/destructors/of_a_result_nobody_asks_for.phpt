--TEST--
The destructor of a result that nobody awaits may suspend
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn};

final class Slow
{
    public function __destruct() { delay(1); echo "destroyed\n"; }
}
spawn(fn() => new Slow());
spawn(function () { echo "other\n"; });
?>
--EXPECT--
other
destroyed

--TEST--
A destructor that runs because its function returns may suspend
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn, suspend};

final class Slow
{
    public function __destruct() { delay(5); echo "destroyed\n"; }
}
function f(): string
{
    $slow = new Slow();
    return "returned\n";
}
spawn(function () { echo "other\n"; });
echo f();
?>
--EXPECT--
other
destroyed
returned

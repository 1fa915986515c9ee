--TEST--
A coroutine spawned by a destructor at script end still runs
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn};

final class Late
{
    public function __destruct()
    {
        echo "destructor\n";
        spawn(function () { delay(1); echo "after the destructors\n"; });
    }
}
$late = new Late();
spawn(function () { echo "coroutine\n"; });
echo "main\n";
?>
--EXPECT--
main
coroutine
destructor
after the destructors

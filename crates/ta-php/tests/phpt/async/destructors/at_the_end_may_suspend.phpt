--TEST--
Destructors of globals at script end may suspend and await
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

final class Late
{
    public function __destruct()
    {
        delay(1);
        echo await(spawn(fn() => 'awaited in a destructor')), "\n";
    }
}
$late = new Late();
spawn(function () { echo "coroutine\n"; });
echo "main\n";
?>
--EXPECT--
main
coroutine
awaited in a destructor

--TEST--
A destructor may suspend; the code that triggered it waits, others run
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

final class Slow
{
    public function __destruct() { delay(2); echo "destroyed slowly\n"; }
}
$slow = new Slow();
spawn(function () { echo "others run meanwhile\n"; });
unset($slow);
echo "after the destructor\n";
await(spawn(function () { $slow = new Slow(); }));
echo "end\n";
?>
--EXPECT--
others run meanwhile
destroyed slowly
after the destructor
destroyed slowly
end

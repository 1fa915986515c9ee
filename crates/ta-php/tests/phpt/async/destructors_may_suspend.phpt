--TEST--
A destructor may suspend; the code that triggered it waits, others run
--EXTENSIONS--
true_async_server
--SKIPIF--
<?php
if (PHP_VERSION_ID < 80400) {
    die('xfail before 8.4 the engine forbids switches while a destructor runs');
}
?>
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

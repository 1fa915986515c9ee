--TEST--
At the end of the script destructors of globals may suspend one after the other
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn};

final class Late
{
    public function __construct(private string $name) {}
    public function __destruct()
    {
        spawn(function () { delay(1); echo "child of $this->name\n"; });
        delay(20);
        echo "$this->name\n";
    }
}
$one = new Late('one');
$two = new Late('two');
echo "main\n";
?>
--EXPECT--
main
child of two
two
child of one
one

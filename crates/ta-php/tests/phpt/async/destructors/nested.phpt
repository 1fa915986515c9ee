--TEST--
Destructors that suspend may trigger others that suspend
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

final class Level
{
    public ?Level $inner = null;
    public function __construct(private int $depth)
    {
        $this->inner = $depth > 1 ? new Level($depth - 1) : null;
    }
    public function __destruct()
    {
        delay(1);
        $this->inner = null;
        delay(1);
        echo "level $this->depth\n";
    }
}
await(spawn(function () { $level = new Level(4); }));
?>
--EXPECT--
level 1
level 2
level 3
level 4

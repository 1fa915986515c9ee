--TEST--
A destructor that an assignment triggers may suspend; the assignment has happened by then
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

final class Watcher
{
    public function __construct(private stdClass $holder) {}
    public function __destruct()
    {
        suspend();
        echo 'holder has ', get_debug_type($this->holder->value), "\n";
    }
}
$holder = new stdClass();
await(spawn(function () use ($holder) {
    $holder->value = new Watcher($holder);
    $holder->value = 'a string';
    echo "assigned\n";
}));
?>
--EXPECT--
holder has string
assigned

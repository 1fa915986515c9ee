--TEST--
Before 8.4 a destructor that the collector runs is refused a switch with an exception that says so; from 8.4 on it may suspend
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

final class Cyclic
{
    public ?Cyclic $self = null;
    public function __destruct()
    {
        try {
            delay(1);
            $happened = 'suspended';
        } catch (Async\AsyncException $e) {
            $happened = str_contains($e->getMessage(), 'Cannot suspend here') ? 'refused' : $e->getMessage();
        }
        $expected = PHP_VERSION_ID < 80400 && $this->self ? 'refused' : 'suspended';
        echo $happened === $expected ? 'as expected' : "$happened, not $expected", "\n";
    }
}
await(spawn(function () {
    $cycle = new Cyclic();
    $cycle->self = $cycle;
    unset($cycle);
    gc_collect_cycles();
    delay(1);
    $later = new Cyclic();
    unset($later);
    echo "end\n";
}));
?>
--EXPECT--
as expected
as expected
end

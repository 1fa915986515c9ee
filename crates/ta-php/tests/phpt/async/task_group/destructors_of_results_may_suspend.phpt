--TEST--
What a set or a group held is destroyed where code may run
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{TaskGroup, TaskSet};
use function Async\{await, delay, suspend};

require __DIR__ . '/turns.inc';
class Slow
{
    public function __construct(private string $name) {}
    public function __destruct()
    {
        suspend();
        echo "{$this->name} gone\n";
    }
}

function abandoned(): void
{
    $group = new TaskGroup();
    $group->spawn(fn() => new Slow('kept'));
    $group->spawn(function () {
        try {
            delay(1000);
        } finally {
            suspend();
        }
    });
    $group->all()->ignore();
    suspend();
}
abandoned();
turns(20);
$set = new TaskSet();
$set->spawn(fn() => new Slow('delivered'));
$set->spawn(fn() => throw new Exception('x'));
try {
    await($set->joinAll());
} catch (Exception $error) {
    unset($error);
}
turns(20);
echo "end\n";
?>
--EXPECT--
kept gone
delivered gone
end

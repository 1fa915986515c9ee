--TEST--
Cycles through results, errors and callbacks of a group are collected
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{delay, suspend};

require __DIR__ . '/turns.inc';
class Canary
{
    public mixed $held = null;
    public function __construct(private string $name) {}
    public function __destruct() { echo "{$this->name} gone\n"; }
}

function results(): void
{
    $group = new TaskGroup();
    $group->spawn(function () use ($group) {
        $canary = new Canary('result');
        $canary->held = $group;
        return $canary;
    });
    turns(2);
}
function callbacks(): void
{
    $group = new TaskGroup();
    $canary = new Canary('callback');
    $canary->held = $group;
    $group->finally(fn() => print($canary::class . " called\n"));
}
function queued(): void
{
    $group = new TaskGroup(1);
    $canary = new Canary('queue');
    $group->spawn(fn() => turns(2));
    $group->spawn(fn() => [$canary, $group]);
    turns(9);
}
results();
gc_collect_cycles();
echo "--\n";
callbacks();
gc_collect_cycles();
suspend();
gc_collect_cycles();
echo "--\n";
queued();
gc_collect_cycles();
echo "end\n";
?>
--EXPECT--
result gone
--
callback gone
Canary called
--
queue gone
end

--TEST--
foreach over an open group waits for tasks to come, until it is closed
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{delay, spawn, suspend};

require __DIR__ . '/turns.inc';
$group = new TaskGroup();
spawn(function () use ($group) {
    foreach (['a', 'b'] as $name) {
        turns(5);
        echo "adds $name\n";
        $group->spawn(fn() => $name);
    }
    turns(5);
    echo "closes\n";
    $group->close();
});
foreach ($group as $key => [$result]) {
    echo "$key: $result\n";
}
echo "end\n";
?>
--EXPECT--
adds a
0: a
adds b
1: b
closes
end

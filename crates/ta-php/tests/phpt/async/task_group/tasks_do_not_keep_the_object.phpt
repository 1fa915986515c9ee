--TEST--
Running tasks keep the group's insides alive, not the object
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{delay, suspend};

require __DIR__ . '/turns.inc';
$group = new TaskGroup();
$group->spawn(function () {
    try {
        delay(1000);
    } finally {
        turns(2);
        echo "cleaned up\n";
    }
});
suspend();
$weak = WeakReference::create($group);
unset($group);
var_dump($weak->get());
turns(10);
echo "end\n";
?>
--EXPECT--
NULL
cleaned up
end

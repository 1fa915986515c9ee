--TEST--
At max coroutines wait, and are served in the order they came
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;
use function Async\{spawn, suspend, await_all_or_fail};

$pool = new Pool(fn() => new stdClass, max: 1);
$held = $pool->acquire();
foreach (['a', 'b', 'c'] as $name) {
    spawn(function () use ($pool, $name) {
        $resource = $pool->acquire();
        echo "$name has it\n";
        suspend();
        $pool->release($resource);
        echo "$name gave it back\n";
    });
}
suspend();
echo "release\n";
$pool->release($held);
echo "main goes on\n";
?>
--EXPECT--
release
main goes on
a has it
a gave it back
b has it
b gave it back
c has it
c gave it back

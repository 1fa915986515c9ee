--TEST--
A watcher is a trigger for the await functions: the next event, or one that waits already
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;
use function Async\{await_any_or_fail, await, spawn, suspend};

$root = watched_directory();
$watcher = new FileSystemWatcher($root);
$waiter = spawn(function () use ($watcher) {
    echo "waiting\n";
    var_dump(await_any_or_fail([$watcher]));
    var_dump(await_any_or_fail([$watcher]));
    foreach ($watcher as $event) {
        echo line($event), "\n";
        break;
    }
});
suspend();
mkdir("$root/a");
await($waiter);
$watcher->close();
await(spawn(function () use ($watcher) {
    var_dump(await_any_or_fail([$watcher]));
}));
?>
--EXPECT--
waiting
NULL
NULL
a renamed
NULL

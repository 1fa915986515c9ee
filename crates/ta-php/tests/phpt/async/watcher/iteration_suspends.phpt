--TEST--
An iteration without events suspends its coroutine until there is one
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;
use function Async\{await, spawn, suspend};

$root = watched_directory();
$watcher = new FileSystemWatcher($root);
$reader = spawn(function () use ($watcher) {
    echo "waiting\n";
    foreach ($watcher as $event) {
        echo line($event), "\n";
        break;
    }
});
suspend();
echo "nothing yet\n";
touch("$root/a");
await($reader);
$watcher->close();
?>
--EXPECT--
waiting
nothing yet
a renamed changed

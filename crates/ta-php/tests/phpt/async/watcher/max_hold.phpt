--TEST--
A burst that does not end is told of after the longest time it may be held back
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;
use function Async\{await, delay, spawn};

$root = watched_directory();
$watcher = new FileSystemWatcher($root, debounceMs: 60000, maxHoldMs: 100);
mkdir("$root/a");
await(spawn(function () use ($watcher) {
    foreach ($watcher as $event) {
        echo line($event), "\n";
        $watcher->close();
    }
}));
?>
--EXPECT--
(unknown) renamed

--TEST--
close() ends the loop of a coroutine that waits, and may be called again
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;
use function Async\{await, spawn, suspend};

$watcher = new FileSystemWatcher(watched_directory());
var_dump($watcher->isClosed());
$readers = [];
for ($i = 0; $i < 2; $i++) {
    $readers[] = spawn(function () use ($watcher, $i) {
        foreach ($watcher as $event) {
            echo "event\n";
        }
        echo "$i ended\n";
    });
}
suspend();
$watcher->close();
$watcher->close();
array_map('Async\await', $readers);
var_dump($watcher->isClosed());
await(spawn(function () use ($watcher) {
    foreach ($watcher as $event) {
        echo "event\n";
    }
    echo "ended at once\n";
}));
?>
--EXPECT--
bool(false)
0 ended
1 ended
bool(true)
ended at once

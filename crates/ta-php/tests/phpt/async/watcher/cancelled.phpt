--TEST--
Cancelling the coroutine aborts the loop with the cancellation
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\{AsyncCancellation, FileSystemWatcher};
use function Async\{await, spawn, suspend};

$root = watched_directory();
$watcher = new FileSystemWatcher($root);
$reader = spawn(function () use ($watcher) {
    try {
        foreach ($watcher as $event) {
            echo "event\n";
        }
        echo "ended\n";
    } catch (AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
});
suspend();
$reader->cancel(new AsyncCancellation('enough'));
suspend();
var_dump($watcher->isClosed());
touch("$root/later");
await(spawn(function () use ($watcher) {
    foreach ($watcher as $event) {
        echo line($event), "\n";
        break;
    }
}));
$watcher->close();
?>
--EXPECT--
enough
bool(false)
later renamed changed

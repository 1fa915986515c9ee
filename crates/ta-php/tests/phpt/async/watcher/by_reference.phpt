--TEST--
Iteration by reference is an Error
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

$watcher = new Async\FileSystemWatcher(watched_directory());
Async\await(Async\spawn(function () use ($watcher) {
    try {
        foreach ($watcher as &$event) {
            echo "event\n";
        }
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}));
$watcher->close();
?>
--EXPECT--
Error: An iterator cannot be used with foreach by reference

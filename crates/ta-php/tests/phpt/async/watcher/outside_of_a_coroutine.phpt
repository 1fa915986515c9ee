--TEST--
Iterating outside of a coroutine is refused, and neither the constructor nor this launches
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

$root = watched_directory();
$watcher = new Async\FileSystemWatcher($root);
try {
    foreach ($watcher as $event) {
        echo "event\n";
    }
} catch (Async\AsyncException $e) {
    echo $e->getMessage(), "\n";
}
Async\suspend();
var_dump(Async\get_coroutines());
$watcher->close();
?>
--EXPECT--
A FileSystemWatcher can be iterated inside a coroutine only
array(0) {
}

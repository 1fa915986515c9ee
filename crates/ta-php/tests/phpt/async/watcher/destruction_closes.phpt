--TEST--
A watcher that nobody holds any more is closed and keeps nothing alive
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;

$root = watched_directory();
$descriptors = fn() => count(array_filter(scandir('/proc/self/fd'), fn($fd) => @readlink("/proc/self/fd/$fd") === 'anon_inode:inotify'));
$watcher = new FileSystemWatcher($root);
var_dump($descriptors());
unset($watcher);
var_dump($descriptors());
for ($i = 0; $i < 300; $i++) {
    new FileSystemWatcher($root);
}
var_dump($descriptors());
?>
--EXPECT--
int(1)
int(0)
int(0)

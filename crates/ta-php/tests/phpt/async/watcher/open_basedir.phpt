--TEST--
A watcher does not look where open_basedir forbids
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

$root = watched_directory();
mkdir("$root/allowed");
ini_set('open_basedir', "$root/allowed");
(new Async\FileSystemWatcher("$root/allowed"))->close();
try {
    new Async\FileSystemWatcher($root);
} catch (Async\AsyncException $e) {
    echo $e->getMessage(), "\n";
}
// The directory cannot be removed by this process any more.
exec('rm -rf ' . escapeshellarg($root));
?>
--EXPECTF--
Warning: Unknown: open_basedir restriction in effect. File(%s) is not within the allowed path(s): (%s) in %s on line %d
Cannot watch the file system: open_basedir does not allow the path

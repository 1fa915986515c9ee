--TEST--
A watcher does not look where open_basedir forbids
--EXTENSIONS--
true_async_server
--FILE--
<?php
$root = sys_get_temp_dir() . '/ta-phpt-watch-' . getmypid() . '-' . bin2hex(random_bytes(4));
mkdir("$root/allowed", recursive: true);
ini_set('open_basedir', "$root/allowed");
(new Async\FileSystemWatcher("$root/allowed"))->close();
try {
    new Async\FileSystemWatcher($root);
} catch (Async\AsyncException $e) {
    echo $e->getMessage(), "\n";
}
// PHP's own functions cannot remove it any more.
exec('rm -r ' . escapeshellarg($root));
?>
--EXPECTF--
Warning: Async\FileSystemWatcher::__construct(): open_basedir restriction in effect. File(%s) is not within the allowed path(s): (%s) in %s on line %d
Cannot watch the file system: open_basedir does not allow the path

--TEST--
An open watcher keeps the process alive until it is closed
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;
use function Async\{delay, spawn};

$root = watched_directory();
$watcher = new FileSystemWatcher($root);
spawn(function () use ($watcher) {
    foreach ($watcher as $event) {
        echo line($event), "\n";
        $watcher->close();
    }
    echo "ended\n";
});
// Nobody waits for anything but the watcher when this has been done.
proc_close(proc_open('(sleep 0.1; mkdir ' . escapeshellarg("$root/a") . ') </dev/null >/dev/null 2>&1 &', [], $pipes));
echo "main ends\n";
?>
--EXPECT--
main ends
a renamed
ended

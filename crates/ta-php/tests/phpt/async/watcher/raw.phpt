--TEST--
Without coalescing every event comes, in order
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;
use function Async\{await, spawn};

$root = watched_directory();
$watcher = new FileSystemWatcher($root, coalesce: false);
mkdir("$root/a");
mkdir("$root/b");
rename("$root/a", "$root/c");
rmdir("$root/b");
await(spawn(function () use ($watcher) {
    $seen = 0;
    foreach ($watcher as $event) {
        echo line($event), "\n";
        if (++$seen === 5) {
            break;
        }
    }
}));
$watcher->close();
?>
--EXPECT--
a renamed
b renamed
a renamed
c renamed
b renamed

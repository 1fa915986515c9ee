--TEST--
Coalescing keeps one event per name, in the order of the first, with all flags
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;
use function Async\{await, delay, spawn};

$root = watched_directory();
touch("$root/old");
$watcher = new FileSystemWatcher($root);
file_put_contents("$root/old", '1');
mkdir("$root/new");
file_put_contents("$root/old", '12');
unlink("$root/old");
rmdir("$root/new");
await(spawn(function () use ($watcher) {
    delay(200);
    $watcher->close();
    foreach ($watcher as $event) {
        echo line($event), "\n";
    }
}));
?>
--EXPECT--
old renamed changed
new renamed

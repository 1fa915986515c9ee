--TEST--
A watcher keeps what happens before it is iterated, and the loop ends after close()
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;
use function Async\{await, spawn};

$root = watched_directory();
$watcher = new FileSystemWatcher($root);
file_put_contents("$root/a", '1');
mkdir("$root/b");
await(spawn(function () use ($watcher, $root) {
    $seen = 0;
    foreach ($watcher as $event) {
        echo line($event), $event->path === $root ? '' : ' of another path', "\n";
        if (++$seen === 2) {
            $watcher->close();
        }
    }
}));
var_dump($watcher->isClosed());
?>
--EXPECT--
a renamed changed
b renamed
bool(true)

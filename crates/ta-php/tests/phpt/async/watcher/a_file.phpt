--TEST--
A watched file is known by its own name, and may be replaced
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;
use function Async\{await, delay, spawn};

$root = watched_directory();
touch("$root/file");
$watcher = new FileSystemWatcher("$root/file");
await(spawn(function () use ($watcher, $root) {
    file_put_contents("$root/other", '1');
    rename("$root/other", "$root/file");
    file_put_contents("$root/file", '12');
    delay(200);
    $watcher->close();
    foreach ($watcher as $event) {
        echo line($event), ' ', $event->path === "$root/file" ? 'as given' : $event->path, "\n";
    }
}));
?>
--EXPECT--
file renamed changed as given

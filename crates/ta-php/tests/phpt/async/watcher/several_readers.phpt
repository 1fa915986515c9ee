--TEST--
Each event goes to one of the coroutines that iterate, and the other one goes on waiting
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;
use function Async\{await, spawn, suspend};

$root = watched_directory();
$watcher = new FileSystemWatcher($root);
$readers = [];
foreach (['first', 'second'] as $who) {
    $readers[] = spawn(function () use ($watcher, $who) {
        foreach ($watcher as $event) {
            echo "$who: ", line($event), "\n";
            break;
        }
    });
}
suspend();
mkdir("$root/a");
await($readers[0]);
mkdir("$root/b");
await($readers[1]);
$watcher->close();
?>
--EXPECT--
first: a renamed
second: b renamed

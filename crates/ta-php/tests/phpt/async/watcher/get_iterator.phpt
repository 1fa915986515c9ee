--TEST--
getIterator() gives an iterator that can be stepped by hand, and cannot be rewound
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;
use function Async\{await, spawn};

$root = watched_directory();
$watcher = new FileSystemWatcher($root);
mkdir("$root/a");
mkdir("$root/b");
await(spawn(function () use ($watcher) {
    $iterator = $watcher->getIterator();
    var_dump($iterator instanceof Iterator);
    $iterator->rewind();
    var_dump($iterator->valid(), $iterator->key());
    echo line($iterator->current()), "\n";
    $iterator->next();
    echo line($iterator->current()), "\n";
    try {
        $iterator->rewind();
    } catch (Error $e) {
        echo $e->getMessage(), "\n";
    }
    $watcher->close();
    $iterator->next();
    var_dump($iterator->valid(), $iterator->current(), $iterator->key());
}));
?>
--EXPECT--
bool(true)
bool(true)
NULL
a renamed
b renamed
Iterator does not support rewinding
bool(false)
NULL
NULL

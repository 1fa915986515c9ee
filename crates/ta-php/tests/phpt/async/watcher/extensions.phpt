--TEST--
Extensions filter what a debouncing watcher tells of, whatever their case, and nothing else
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;
use function Async\{await, delay, spawn};

$root = watched_directory();
$filtered = new FileSystemWatcher($root, debounceMs: 1, extensions: ['.PHP']);
$raw = new FileSystemWatcher($root, extensions: ['php']);
await(spawn(function () use ($filtered, $raw, $root) {
    mkdir("$root/a.txt");
    delay(50);
    mkdir("$root/b.php");
    foreach ($filtered as $event) {
        echo 'filtered: ', line($event), "\n";
        break;
    }
    delay(50);
    $filtered->close();
    foreach ($filtered as $event) {
        echo "one too many\n";
    }
    $raw->close();
    foreach ($raw as $event) {
        echo 'raw: ', line($event), "\n";
    }
}));
?>
--EXPECT--
filtered: (unknown) renamed
raw: a.txt renamed
raw: b.php renamed

--TEST--
Debouncing tells of a burst once, when it is over, without a name
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;
use function Async\{await, delay, spawn};

$root = watched_directory();
$watcher = new FileSystemWatcher($root, debounceMs: 200);
$began = hrtime(true);
spawn(function () use ($root) {
    for ($i = 0; $i < 5; $i++) {
        mkdir("$root/$i");
        delay(20);
    }
    touch("$root/0");
});
await(spawn(function () use ($watcher, $began) {
    foreach ($watcher as $event) {
        echo line($event), "\n";
        var_dump((hrtime(true) - $began) / 1e6 >= 280);
        $watcher->close();
    }
}));
?>
--EXPECT--
(unknown) renamed changed
bool(true)

--TEST--
A recursive watcher names entries by their paths below the root, also in directories made later
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;
use function Async\{await, spawn};

$root = watched_directory();
mkdir("$root/old/deep", recursive: true);
$elsewhere = watched_directory();
symlink($elsewhere, "$root/link");
$watcher = new FileSystemWatcher($root, recursive: true);
await(spawn(function () use ($watcher, $root, $elsewhere) {
    $steps = [
        fn() => mkdir("$root/old/deep/a"),
        fn() => mkdir("$root/new"),
        fn() => mkdir("$root/new/b"),
        fn() => rmdir("$root/new/b"),
        fn() => rmdir("$root/new"),
        fn() => mkdir("$root/new"),
        fn() => mkdir("$root/new/c"),
        fn() => mkdir("$elsewhere/unseen"),
        fn() => mkdir("$root/last"),
    ];
    $step = 0;
    $steps[$step]();
    foreach ($watcher as $event) {
        echo line($event), "\n";
        if ($event->filename === 'last') {
            break;
        }
        $steps[++$step]();
        if ($step === 7) {
            $steps[++$step]();
        }
    }
}));
$watcher->close();
?>
--EXPECT--
old/deep/a renamed
new renamed
new/b renamed
new/b renamed
new renamed
new renamed
new/c renamed
last renamed

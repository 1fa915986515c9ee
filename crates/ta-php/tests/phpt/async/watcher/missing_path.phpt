--TEST--
What does not exist cannot be watched
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

$root = watched_directory();
try {
    new Async\FileSystemWatcher("$root/missing");
} catch (Throwable $e) {
    echo get_class($e), ': ', str_replace($root, 'ROOT', $e->getMessage()), "\n";
}
?>
--EXPECT--
Async\AsyncException: Cannot watch the file system: ROOT/missing: No such file or directory (os error 2)

--TEST--
The constructor checks its arguments
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\FileSystemWatcher;

$root = watched_directory();
$tries = [
    fn() => new FileSystemWatcher(),
    fn() => new FileSystemWatcher([]),
    fn() => new FileSystemWatcher("a\0b"),
    fn() => new FileSystemWatcher(''),
    fn() => new FileSystemWatcher($root, debounceMs: -1),
    fn() => new FileSystemWatcher($root, maxHoldMs: -1),
    fn() => new FileSystemWatcher($root, extensions: 'php'),
    fn() => new FileSystemWatcher($root, extensions: ['php', []]),
    fn() => new FileSystemWatcher($root, extensions: ['1234567890123456']),
    fn() => new FileSystemWatcher($root, extensions: ['']),
    fn() => (new FileSystemWatcher($root))->__construct($root),
    fn() => (new FileSystemWatcher($root))->close(1),
];
foreach ($tries as $try) {
    try {
        $try();
        echo "accepted\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$watcher = new FileSystemWatcher($root, extensions: ['123456789012345', '.php', 7]);
$watcher->close();
?>
--EXPECT--
ArgumentCountError: Async\FileSystemWatcher::__construct() expects at least 1 argument, 0 given
TypeError: Async\FileSystemWatcher::__construct(): Argument #1 ($path) must be of type string, array given
ValueError: Async\FileSystemWatcher::__construct(): Argument #1 ($path) must not contain any null bytes
Async\AsyncException: Cannot watch the file system: : No such file or directory (os error 2)
ValueError: Async\FileSystemWatcher::__construct(): Argument #4 ($debounceMs) must be between 0 and 4294967295
ValueError: Async\FileSystemWatcher::__construct(): Argument #5 ($maxHoldMs) must be between 0 and 4294967295
TypeError: Async\FileSystemWatcher::__construct(): Argument #6 ($extensions) must be of type array, string given
TypeError: Async\FileSystemWatcher::__construct(): Argument #6 ($extensions) must contain only values that can be converted to string, array given
ValueError: Async\FileSystemWatcher::__construct(): Argument #6 ($extensions) must contain only extensions of 1 to 15 bytes
ValueError: Async\FileSystemWatcher::__construct(): Argument #6 ($extensions) must contain only extensions of 1 to 15 bytes
Async\AsyncException: The FileSystemWatcher watches already
ArgumentCountError: Async\FileSystemWatcher::close() expects exactly 0 arguments, 1 given

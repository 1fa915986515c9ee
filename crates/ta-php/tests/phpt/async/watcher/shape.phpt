--TEST--
Watcher and event have the documented shape, and are neither cloned, serialised nor written to
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

use Async\{Awaitable, Completable, FileSystemEvent, FileSystemWatcher};
use function Async\{await, spawn};

$class = new ReflectionClass(FileSystemWatcher::class);
var_dump($class->isFinal(), $class->implementsInterface(Awaitable::class), $class->implementsInterface(Completable::class),
    $class->implementsInterface(IteratorAggregate::class), $class->isCloneable());
foreach ($class->getConstructor()->getParameters() as $parameter) {
    echo $parameter->getType(), ' $', $parameter->getName(), $parameter->isOptional() ? ' = ' . json_encode($parameter->getDefaultValue()) : '', "\n";
}
$class = new ReflectionClass(FileSystemEvent::class);
var_dump($class->isFinal(), $class->isReadOnly(), $class->isCloneable());
foreach ($class->getProperties() as $property) {
    echo $property->isPublic() ? 'public ' : '', $property->isReadOnly() ? 'readonly ' : '', $property->getType(), ' $', $property->getName(), "\n";
}

$root = watched_directory();
$watcher = new FileSystemWatcher($root);
mkdir("$root/a");
$event = await(spawn(function () use ($watcher) {
    foreach ($watcher as $event) {
        return $event;
    }
}));
$watcher->close();
$tries = [
    fn() => $watcher->more = 1,
    fn() => serialize($watcher),
    fn() => $event->filename = 'b',
    fn() => $event->more = 1,
    fn() => clone $event,
    fn() => serialize($event),
];
foreach ($tries as $try) {
    try {
        $try();
        echo "accepted\n";
    } catch (Throwable $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
bool(true)
bool(true)
bool(false)
bool(true)
bool(false)
string $path
bool $recursive = false
bool $coalesce = true
int $debounceMs = 0
int $maxHoldMs = 0
array $extensions = []
bool(true)
bool(true)
bool(false)
public readonly string $path
public readonly ?string $filename
public readonly bool $renamed
public readonly bool $changed
Cannot create dynamic property Async\FileSystemWatcher::$more
Serialization of 'Async\FileSystemWatcher' is not allowed
Cannot modify readonly property Async\FileSystemEvent::$filename
Cannot create dynamic property Async\FileSystemEvent::$more
Trying to clone an uncloneable object of class Async\FileSystemEvent
Serialization of 'Async\FileSystemEvent' is not allowed

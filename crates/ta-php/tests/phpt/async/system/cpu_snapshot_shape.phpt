--TEST--
CpuSnapshot is final and immutable, and comes from now() only
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\CpuSnapshot;

$class = new ReflectionClass(CpuSnapshot::class);
var_dump($class->isFinal(), $class->isInstantiable(), $class->isCloneable());
foreach ($class->getProperties() as $property) {
    echo $property->isPublic() ? 'public ' : '', $property->isReadOnly() ? 'readonly ' : '', $property->getType(), ' $', $property->getName(), "\n";
}
$now = CpuSnapshot::now();
$tries = [
    fn() => new CpuSnapshot(),
    fn() => $now->wallNs = 1,
    fn() => $now->more = 1,
    fn() => clone $now,
    fn() => serialize($now),
    fn() => CpuSnapshot::now(1),
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
bool(false)
bool(false)
public readonly int $wallNs
public readonly int $processUserNs
public readonly int $processSystemNs
public readonly int $systemIdleNs
public readonly int $systemBusyNs
public readonly int $cpuCount
Call to private Async\CpuSnapshot::__construct() from global scope
Cannot modify readonly property Async\CpuSnapshot::$wallNs
Cannot create dynamic property Async\CpuSnapshot::$more
Trying to clone an uncloneable object of class Async\CpuSnapshot
Serialization of 'Async\CpuSnapshot' is not allowed
Async\CpuSnapshot::now() expects exactly 0 arguments, 1 given

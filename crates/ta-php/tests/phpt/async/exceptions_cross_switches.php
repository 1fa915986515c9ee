<?php
use function Async\{await, delay, spawn, suspend};

$task = function (string $name): string {
    $log = [];
    try {
        try {
            suspend();
            throw new LogicException($name);
        } catch (LogicException $e) {
            delay(1);
            throw new RuntimeException("wrapped $name", 0, $e);
        } finally {
            suspend();
            $log[] = "finally $name";
        }
    } catch (RuntimeException $e) {
        $log[] = $e->getMessage() . ' <- ' . $e->getPrevious()->getMessage();
    }
    return implode(', ', $log);
};
$all = array_map(fn($name) => spawn($task, $name), ['a', 'b', 'c']);
foreach ($all as $coroutine) {
    echo await($coroutine), "\n";
}
?>

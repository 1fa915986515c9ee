--TEST--
A coroutine that ends with a reference to itself is collected like any other cycle
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{current_coroutine, spawn, suspend};

$seen = [];
$see = function () use (&$seen) {
    $handle = current_coroutine();
    $seen[] = WeakReference::create($handle);
    return $handle;
};
spawn(fn() => $see());
spawn(fn() => ['deeper' => [$see()]]);
spawn(function () use ($see) {
    // The trace holds the argument.
    $fail = fn($handle) => throw new Exception('held');
    try {
        $fail($see());
    } catch (Exception $e) {
        return $e;
    }
});
suspend();
suspend();
$alive = fn() => count(array_filter($seen, fn($reference) => $reference->get() !== null));
echo count($seen), " ended, {$alive()} alive\n";
gc_collect_cycles();
echo "{$alive()} alive\n";

$kept = spawn(fn() => [current_coroutine()]);
suspend();
suspend();
gc_collect_cycles();
var_dump($kept->getResult()[0] === $kept);
?>
--INI--
zend.exception_ignore_args=0
--EXPECT--
3 ended, 3 alive
0 alive
bool(true)

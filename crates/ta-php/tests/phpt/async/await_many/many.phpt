--TEST--
A thousand coroutines, running and finished
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all, await_all_or_fail, spawn, suspend};

$many = [];
for ($i = 0; $i < 1000; $i++) {
    $many["k$i"] = spawn(function () use ($i) { suspend(); return $i; });
}
$values = await_all_or_fail($many);
echo count($values), ' ', array_sum($values), ' ', array_key_first($values), ' ', array_key_last($values), "\n";
[$values] = await_all($many);
echo array_sum($values), "\n";
[$values] = await_all(new ArrayIterator($many));
echo array_sum($values), "\n";
?>
--EXPECT--
1000 499500 k0 k999
499500
499500

--TEST--
null elements are skipped, anything but an awaitable is refused before anything happens
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all, await_any_of, spawn};

[$values] = await_all([null, 'a' => spawn(fn() => 'A'), null, spawn(fn() => 'B')], fillNull: true);
echo json_encode($values), "\n";
foreach ([42, 'text', new stdClass, fn() => 1, []] as $element) {
    $fresh = spawn(fn() => 1);
    try {
        await_any_of(1, [$fresh, 'k' => $element]);
    } catch (Async\AsyncException $e) {
        echo $e->getMessage(), ' ', var_export($fresh->isStarted(), true), "\n";
    }
    try {
        await_any_of(1, (function () use ($element) { yield $element; })());
    } catch (Async\AsyncException $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
{"a":"A","2":"B"}
Expected item to be an Async\Awaitable object false
Expected item to be an Async\Awaitable object
Expected item to be an Async\Awaitable object false
Expected item to be an Async\Awaitable object
Expected item to be an Async\Awaitable object false
Expected item to be an Async\Awaitable object
Expected item to be an Async\Awaitable object false
Expected item to be an Async\Awaitable object
Expected item to be an Async\Awaitable object false
Expected item to be an Async\Awaitable object

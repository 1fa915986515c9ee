--TEST--
Nothing to wait for gives an empty result of the right shape
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all, await_all_or_fail, await_any_of, await_any_of_or_fail, await_any_or_fail, await_first_success};

$sources = ['array' => fn() => [], 'iterator' => fn() => new ArrayIterator([]), 'generator' => fn() => (function () { yield from []; })(), 'nulls' => fn() => [null, 'k' => null]];
foreach ($sources as $name => $make) {
    echo $name, ': ', json_encode([
        await_any_or_fail($make()),
        await_first_success($make()),
        await_all_or_fail($make()),
        await_all($make()),
        await_all($make(), fillNull: true),
        await_any_of_or_fail(2, $make()),
        await_any_of(2, $make()),
    ]), "\n";
}
?>
--EXPECT--
array: [null,[null,[]],[],[[],[]],[[],[]],[],[[],[]]]
iterator: [null,[null,[]],[],[[],[]],[[],[]],[],[[],[]]]
generator: [null,[null,[]],[],[[],[]],[[],[]],[],[[],[]]]
nulls: [null,[null,[]],[],[[],[]],[[],[]],[],[[],[]]]

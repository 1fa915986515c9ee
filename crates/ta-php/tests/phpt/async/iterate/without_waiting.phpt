--TEST--
Callbacks that never wait run one after another in one coroutine, whatever the limit
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{current_coroutine, iterate};

foreach ([0, 1, 3] as $concurrency) {
    $ids = [];
    iterate(range(1, 50), function (int $value) use (&$ids, &$order) {
        $order[] = $value;
        $ids[current_coroutine()->getId()] = true;
    }, $concurrency);
    var_dump(count($ids), $order === range(1, 50));
    $order = [];
}
?>
--EXPECT--
int(1)
bool(true)
int(1)
bool(true)
int(1)
bool(true)

--TEST--
exit() in a callback ends its coroutine; the futures behind it are cancelled
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncCancellation, Future};
use function Async\{await, spawn};

$first = Future::completed(1)->map(function () {
    echo "exits\n";
    exit;
});
$second = $first->map(fn() => print("never\n"));
foreach ([$second, $first] as $future) {
    try {
        await($future);
    } catch (AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
exits
Coroutine cancelled
Coroutine cancelled

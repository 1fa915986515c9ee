--TEST--
exit() in a destructor ends the coroutine, and no other destructor is called
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;
use function Async\{spawn, await};

$made = 0;
$pool = new Pool(
    function () use (&$made) {
        return ++$made;
    },
    function ($resource) {
        echo "destroy $resource\n";
        exit;
    },
    min: 3,
);
$coroutine = spawn(function () use ($pool) {
    $pool->close();
    echo "never\n";
});
var_dump(await($coroutine), count($pool), $pool->isClosed());
?>
--EXPECT--
destroy 1
NULL
int(0)
bool(true)

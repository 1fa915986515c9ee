--TEST--
All idle resources are destroyed; the exceptions are chained and thrown afterwards
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;

$made = 0;
$pool = new Pool(
    function () use (&$made) {
        return ++$made;
    },
    function ($resource) {
        echo "destroy $resource\n";
        throw new RuntimeException("destructor of $resource");
    },
    min: 3,
);
try {
    $pool->close();
} catch (RuntimeException $e) {
    for (; $e; $e = $e->getPrevious()) {
        echo $e->getMessage(), "\n";
    }
}
var_dump(count($pool));
?>
--EXPECT--
destroy 1
destroy 2
destroy 3
destructor of 3
destructor of 2
destructor of 1
int(0)

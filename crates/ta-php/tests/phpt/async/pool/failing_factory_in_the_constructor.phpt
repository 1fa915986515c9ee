--TEST--
The first exception of the factory ends pre-warming; what was made is destroyed
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;

$made = 0;
try {
    new Pool(
        function () use (&$made) {
            if (++$made == 3) {
                throw new RuntimeException('down');
            }
            return $made;
        },
        function ($resource) {
            echo "destroyed $resource\n";
            throw new LogicException("destructor of $resource");
        },
        min: 5,
    );
} catch (RuntimeException $e) {
    for (; $e; $e = $e->getPrevious()) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
destroyed 1
destroyed 2
RuntimeException: down
LogicException: destructor of 2
LogicException: destructor of 1

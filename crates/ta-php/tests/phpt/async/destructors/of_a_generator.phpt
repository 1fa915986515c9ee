--TEST--
The finally block of a generator that is destroyed may suspend
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

function numbers(): Generator
{
    try {
        yield 1;
        yield 2;
    } finally {
        delay(1);
        echo "generator closed\n";
    }
}
await(spawn(function () {
    foreach (numbers() as $number) {
        break;
    }
    echo "after the loop\n";
}));
?>
--EXPECT--
generator closed
after the loop

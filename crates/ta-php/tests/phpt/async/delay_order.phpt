--TEST--
Delays end in order of their deadlines, equal ones in order of creation
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn};

foreach ([40, 10, 25, 10, 55] as $number => $ms) {
    spawn(function () use ($number, $ms) {
        delay($ms);
        echo "$number after $ms\n";
    });
}
?>
--EXPECT--
1 after 10
3 after 10
2 after 25
0 after 40
4 after 55

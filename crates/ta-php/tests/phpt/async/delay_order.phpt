--TEST--
Delays end in order of their deadlines, equal ones in order of creation
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn};

foreach ([120, 20, 70, 20, 180] as $number => $ms) {
    spawn(function () use ($number, $ms) {
        delay($ms);
        echo "$number after $ms\n";
    });
}
?>
--EXPECT--
1 after 20
3 after 20
2 after 70
0 after 120
4 after 180

<?php
use function Async\{await, spawn};

function level(int $n): int
{
    return $n === 0 ? 0 : await(spawn('level', $n - 1)) + 1;
}
var_dump(await(spawn('level', 100)), level(100));
?>

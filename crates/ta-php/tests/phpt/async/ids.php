<?php
use function Async\{await, spawn};

$all = [];
for ($i = 0; $i < 100; $i++) {
    $all[] = spawn(fn() => Async\current_coroutine()->getId());
}
$ids = array_map(fn($c) => $c->getId(), $all);
var_dump(min($ids) > 0, count(array_unique($ids)));
var_dump(array_map(fn($c) => await($c), $all) === $ids, array_map(fn($c) => $c->getId(), $all) === $ids);
?>

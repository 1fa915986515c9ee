--TEST--
spawn() forwards positional, named and variadic arguments by value
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

function join_all(string $first, string $second = 'default', string ...$more): string
{
    return implode(' ', [$first, $second, ...$more, ...array_keys($more)]);
}
echo await(spawn('join_all', 'a')), "\n";
echo await(spawn('join_all', 'a', 'b', 'c', 'd')), "\n";
echo await(spawn('join_all', second: 'named', first: 'also')), "\n";
echo await(spawn('join_all', 'a', extra: 'x', second: 'b')), "\n";
echo await(spawn(join_all(...), ...['x', 'y'])), "\n";
$value = 'before';
$coroutine = spawn(fn(string $v) => $v, $value);
$value = 'after';
echo await($coroutine), "\n";
$array = [1];
await(spawn(function (array $a) { $a[] = 2; }, $array));
echo count($array), "\n";
?>
--EXPECT--
a default
a b c d 0 1
also named
a b x extra
x y
before
1

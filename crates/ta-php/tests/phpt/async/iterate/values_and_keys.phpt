--TEST--
The callback gets value and key of each element; arrays, iterators, aggregates, generators
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\iterate;

$show = function (mixed $value, mixed $key) { echo json_encode($key), '=>', json_encode($value), ' '; };
iterate(['a' => 1, 5 => [2], 'n' => null], $show);
iterate(new ArrayIterator(['x' => 1, 'y' => 2]), $show);
iterate(new ArrayObject(['o' => 'p']), $show);
iterate((function () { yield 'k' => 'v'; yield [1] => 'any key'; yield from [8, 9]; })(), $show);
iterate([], $show);
iterate(new EmptyIterator, $show);
echo "done\n";
?>
--EXPECT--
"a"=>1 5=>[2] "n"=>null "x"=>1 "y"=>2 "o"=>"p" "k"=>"v" [1]=>"any key" 0=>8 1=>9 done

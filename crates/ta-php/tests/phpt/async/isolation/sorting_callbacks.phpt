--TEST--
Sorting, searching and set functions of several coroutines keep their own callbacks while these suspend
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$task = function (int $sign): string {
    $compare = function ($a, $b) use ($sign) { suspend(); return $sign * ($a <=> $b); };
    $list = [3, 1, 2];
    usort($list, $compare);
    $keys = ['b' => 1, 'a' => 2];
    uksort($keys, $compare);
    $same = array_uintersect([1, 2, 3], [3, 2], $compare);
    $diff = array_udiff_uassoc(['x' => 1, 'y' => 2], ['x' => 1], $compare, $compare);
    $walked = [];
    $walk = [1, 2];
    array_walk($walk, function ($value) use (&$walked, $sign) { suspend(); $walked[] = $value * $sign; });
    $mapped = array_map(function ($value) use ($sign) { suspend(); return $value * $sign; }, [1, 2]);
    $text = preg_replace_callback('/\d/', function ($m) use ($sign) { suspend(); return (int)$m[0] * $sign; }, '1 2');
    return json_encode([$list, $keys, array_values($same), $diff, $walked, $mapped, $text]);
};
$up = spawn($task, 1);
$down = spawn($task, -1);
echo await($up), "\n", await($down), "\n";
?>
--EXPECT--
[[1,2,3],{"a":2,"b":1},[2,3],{"y":2},[1,2],[1,2],"1 2"]
[[3,2,1],{"b":1,"a":2},[2,3],{"y":2},[-1,-2],[-1,-2],"-1 -2"]

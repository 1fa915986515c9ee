--TEST--
An included file that suspends reads and changes the variables of the function that included it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

$file = tempnam(sys_get_temp_dir(), 'ta-phpt-');
register_shutdown_function(fn() => unlink($file));

file_put_contents($file, '<?php $x *= 10; Async\suspend(); $y = $x + 1; Async\suspend(); unset($x);');
$include = function (int $x) use ($file) {
    include $file;
    return json_encode(compact(array_intersect(['x', 'y'], array_keys(get_defined_vars()))));
};
$all = array_map(fn($x) => spawn($include, $x), [1, 2, 3]);
foreach ($all as $one) {
    echo await($one), "\n";
}
?>
--EXPECT--
{"y":11}
{"y":21}
{"y":31}

--TEST--
Included files include others, with suspensions at every level
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

$file = tempnam(sys_get_temp_dir(), 'ta-phpt-');
register_shutdown_function(fn() => unlink($file));

file_put_contents($file, '<?php Async\suspend(); if ($depth > 0) { $depth--; $trail .= $depth; Async\suspend(); include __FILE__; } Async\suspend(); return $trail;');
$include = function (int $depth) use ($file) { $trail = ''; return include $file; };
$a = spawn($include, 5);
$b = spawn($include, 3);
echo await($a), ' ', await($b), "\n";
?>
--EXPECT--
43210 210

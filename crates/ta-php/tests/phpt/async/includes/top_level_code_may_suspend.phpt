--TEST--
Code at the top level of an included file may suspend; include returns when it has ended
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

$file = tempnam(sys_get_temp_dir(), 'ta-phpt-');
register_shutdown_function(fn() => unlink($file));

file_put_contents($file, '<?php $log[] = "begin"; Async\delay(2); $log[] = "middle"; Async\suspend(); $log[] = "end"; return count($log);');
$include = function () use ($file) {
    $log = ['before'];
    $result = include $file;
    return implode(' ', $log) . " $result";
};
$a = spawn($include);
$b = spawn($include);
echo await($a), "\n", await($b), "\n";
?>
--EXPECT--
before begin middle end 4
before begin middle end 4

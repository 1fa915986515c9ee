--TEST--
include_once and require_once run a file in one coroutine only; the others go on at once
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

$file = tempnam(sys_get_temp_dir(), 'ta-phpt-');
register_shutdown_function(fn() => unlink($file));

file_put_contents($file, '<?php echo "loaded\n"; Async\delay(2); echo "end of file\n"; return "value";');
$a = spawn(fn() => include_once $file);
$b = spawn(fn() => require_once $file);
var_dump(await($a), await($b), include_once $file);
?>
--EXPECT--
loaded
end of file
string(5) "value"
bool(true)
bool(true)

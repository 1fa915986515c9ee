--TEST--
Declaring a function twice from two coroutines is as fatal as ever
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../../client.inc';
$file = tempnam(sys_get_temp_dir(), 'ta-phpt-');
file_put_contents($file, '<?php Async\suspend(); function declared_twice() { return "declared"; } return declared_twice();');
[, $output] = (new Script("\$include = fn() => print((include '$file') . \"\\n\"); Async\\spawn(\$include); Async\\spawn(\$include);"))->wait();
unlink($file);
echo str_contains($output, 'Cannot redeclare') ? "refused\n" : $output;
?>
--EXPECT--
refused

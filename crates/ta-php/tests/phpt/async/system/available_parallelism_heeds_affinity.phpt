--TEST--
available_parallelism() counts only the CPUs that the process may run on
--EXTENSIONS--
true_async_server
--SKIPIF--
<?php
if (!shell_exec('command -v taskset')) {
    die('skip needs taskset');
}
?>
--FILE--
<?php
require __DIR__ . '/../../client.inc';

preg_match('/^Cpus_allowed_list:\s*(\d+)/m', file_get_contents('/proc/self/status'), $match);
$code = escapeshellarg('echo Async\available_parallelism(), "\n";');
echo shell_exec("taskset -c $match[1] " . php_command() . ' ' . getenv('TEST_PHP_EXTRA_ARGS') . " -r $code");
?>
--EXPECT--
1

--TEST--
php --ri true_async_server shows version, protocols and engine API
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$printed = shell_exec(php_command() . ' ' . getenv('TEST_PHP_EXTRA_ARGS') . ' --ri true_async_server 2>&1');
foreach (['version' => phpversion('true_async_server'), 'protocol' => 'HTTP/1.1', 'engine' => 'API'] as $what => $text) {
    echo $what, ': ', stripos($printed, $text) !== false ? 'shown' : "missing in $printed", "\n";
}
?>
--EXPECT--
version: shown
protocol: shown
engine: shown

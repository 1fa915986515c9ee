--TEST--
Without a threshold nothing is measured and nothing said
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, runtime_stats, spawn};

await(spawn(fn() => hash_pbkdf2('sha256', 'a', 'b', 400_000, 20)));
var_dump(ini_get('true_async.block_threshold_ms'), runtime_stats()['blocks'], runtime_stats()['longest_block_ms']);
var_dump(ini_set('true_async.block_threshold_ms', '10'));
?>
--EXPECT--
string(1) "0"
int(0)
int(0)
bool(false)

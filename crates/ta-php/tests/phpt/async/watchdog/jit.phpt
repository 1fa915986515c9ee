--TEST--
Code compiled by the tracing JIT is interrupted and reported like any other
--EXTENSIONS--
opcache
true_async_server
--INI--
opcache.enable=1
opcache.enable_cli=1
opcache.jit=tracing
opcache.jit_buffer_size=16M
opcache.optimization_level=0
true_async.block_threshold_ms=60
--FILE--
<?php
use function Async\{await, spawn};

var_dump(opcache_get_status(false)['jit']['on']);

function spin(int $rounds): int
{
    $sum = 0;
    while ($rounds-- > 0) {
        $sum = ($sum * 31 + $rounds) % 1_000_003;
    }
    return $sum;
}

function derive(): string
{
    $key = '';
    for ($i = 0; $i < 200; $i++) {
        $key = hash_pbkdf2('sha256', 'a', 'b', $i < 199 ? 1 : 600_000, 20);
    }
    return $key;
}

await(spawn(fn() => spin(60_000_000)));
echo "--\n";
await(spawn(fn() => derive()));
?>
--EXPECTF--
bool(true)
Coroutine %d (spawned at %s:24) has held the event loop for %d ms in spin() at %sjit.php:%r(9|10)%r
#0 %sjit.php(24): spin()
#1 [internal function]: {closure%S}()
#2 {main}
Coroutine %d (spawned at %s:24) held the event loop for %d ms in all
--
Coroutine %d (spawned at %s:26) has held the event loop for %d ms in hash_pbkdf2() at %sjit.php:19
#0 %sjit.php(19): hash_pbkdf2()
#1 %sjit.php(26): derive()
#2 [internal function]: {closure%S}()
#3 {main}
Coroutine %d (spawned at %s:26) held the event loop for %d ms in all

--TEST--
Functions that block are named, with the line that called them, as often as they block
--EXTENSIONS--
true_async_server
--INI--
true_async.block_threshold_ms=50
--FILE--
<?php
use function Async\{await, delay, runtime_stats, spawn};

class Password
{
    public static function derive(): string
    {
        $salt = 'salt';
        $key = hash_pbkdf2('sha256', 'secret', $salt, 400_000, 20);
        $done = true;
        return $key;
    }
}

await(spawn(function () {
    Password::derive();
    delay(1);
    Password::derive();
}));
echo "-- given to another function\n";
await(spawn(fn() => array_map(fn($rounds) => hash_pbkdf2('sha256', 'a', 'b', $rounds, 20), [400_000])));
echo "-- by itself\n";
await(spawn('hash_pbkdf2', 'sha256', 'a', 'b', 400_000, 20));
echo "-- in main\n";
hash_pbkdf2('sha256', 'a', 'b', 400_000, 20);
delay(1);
var_dump(runtime_stats()['blocks']);
?>
--EXPECTF--
Coroutine %d (spawned at %s:15) has held the event loop for %d ms in hash_pbkdf2() at %sblocking_calls.php:9
#0 %sblocking_calls.php(9): hash_pbkdf2()
#1 %sblocking_calls.php(16): Password::derive()
#2 [internal function]: {closure%S}()
#3 {main}
Coroutine %d (spawned at %s:15) held the event loop for %d ms in all
Coroutine %d (spawned at %s:15) has held the event loop for %d ms in hash_pbkdf2() at %sblocking_calls.php:9
#0 %sblocking_calls.php(9): hash_pbkdf2()
#1 %sblocking_calls.php(18): Password::derive()
#2 [internal function]: {closure%S}()
#3 {main}
Coroutine %d (spawned at %s:15) held the event loop for %d ms in all
-- given to another function
Coroutine %d (spawned at %s:21) has held the event loop for %d ms in hash_pbkdf2() at %sblocking_calls.php:21
#0 %sblocking_calls.php(21): hash_pbkdf2()
#1 [internal function]: {closure%S}()
#2 %sblocking_calls.php(21): array_map()
#3 [internal function]: {closure%S}()
#4 {main}
Coroutine %d (spawned at %s:21) held the event loop for %d ms in all
-- by itself
Coroutine %d (spawned at %s:23) has held the event loop for %d ms in hash_pbkdf2()
#0 [internal function]: hash_pbkdf2()
#1 {main}
Coroutine %d (spawned at %s:23) held the event loop for %d ms in all
-- in main
The main coroutine has held the event loop for %d ms in hash_pbkdf2() at %sblocking_calls.php:25
#0 %sblocking_calls.php(25): hash_pbkdf2()
#1 {main}
The main coroutine held the event loop for %d ms in all
int(5)

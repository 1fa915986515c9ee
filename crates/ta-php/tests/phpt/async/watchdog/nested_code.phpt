--TEST--
The stack of a report goes through generators, fibers and included files
--EXTENSIONS--
true_async_server
--INI--
true_async.block_threshold_ms=50
--FILE--
<?php
use function Async\{await, spawn};

function derive(): void
{
    hash_pbkdf2('sha256', 'a', 'b', 400_000, 20);
}

function inner(): Generator
{
    derive();
    yield 1;
}

function outer(): Generator
{
    yield from inner();
}

await(spawn(function () {
    foreach (outer() as $one) {
    }
}));
echo "--\n";
await(spawn(function () {
    (new Fiber(function () {
        derive();
    }))->start();
}));
echo "--\n";
$included = __DIR__ . '/nested_code.inc';
file_put_contents($included, "<?php\nderive();\n");
await(spawn(function () use ($included) {
    require $included;
}));
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/nested_code.inc');
?>
--EXPECTF--
Coroutine %d (spawned at %s:20) has held the event loop for %d ms in hash_pbkdf2() at %snested_code.php:6
#0 %snested_code.php(6): hash_pbkdf2()
#1 %snested_code.php(11): derive()
#2 %snested_code.php(17): inner()
#3 %snested_code.php(21): outer()
#4 [internal function]: {closure%S}()
#5 {main}
Coroutine %d (spawned at %s:20) held the event loop for %d ms in all
--
Coroutine %d (spawned at %s:25) has held the event loop for %d ms in hash_pbkdf2() at %snested_code.php:6
#0 %snested_code.php(6): hash_pbkdf2()
#1 %snested_code.php(27): derive()
#2 [internal function]: {closure%S}()
#3 %snested_code.php(28): Fiber::start()
#4 [internal function]: {closure%S}()
#5 {main}
Coroutine %d (spawned at %s:25) held the event loop for %d ms in all
--
Coroutine %d (spawned at %s:33) has held the event loop for %d ms in hash_pbkdf2() at %snested_code.php:6
#0 %snested_code.php(6): hash_pbkdf2()
#1 %snested_code.inc(2): derive()
#2 %snested_code.php(34): require()
#3 [internal function]: {closure%S}()
#4 {main}
Coroutine %d (spawned at %s:33) held the event loop for %d ms in all

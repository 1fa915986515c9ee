--TEST--
Blocking methods and constructors are named with their class
--EXTENSIONS--
true_async_server
--INI--
true_async.block_threshold_ms=30
--FILE--
<?php
use function Async\{await, spawn};

$array = new ArrayObject;
mt_srand(7);
for ($i = 0; $i < 1_000_000; $i++) {
    $array[] = mt_rand();
}

await(spawn(function () use ($array) {
    $array->asort();
}));
?>
--EXPECTF--
Coroutine %d (spawned at %s:10) has held the event loop for %d ms in ArrayObject::asort() at %smethods.php:11
#0 %smethods.php(11): ArrayObject::asort()
#1 [internal function]: {closure%S}()
#2 {main}
Coroutine %d (spawned at %s:10) held the event loop for %d ms in all

--TEST--
What blocks beside all functions of PHP is reported with the line
--EXTENSIONS--
true_async_server
ffi
--INI--
true_async.block_threshold_ms=50
ffi.enable=1
--FILE--
<?php
use function Async\{await, spawn};

// FFI asks the dynamic linker for the address of the function: it is the one that blocks.
$libc = FFI::cdef('int usleep(unsigned int us);');
await(spawn(function () use ($libc) {
    $libc->usleep(200_000);
}));
?>
--EXPECTF--
Coroutine %d (spawned at %s:6) has held the event loop for %d ms in %S{closure%S}() at %scalls_without_a_hook.php:7
%A
Coroutine %d (spawned at %s:6) held the event loop for %d ms in all

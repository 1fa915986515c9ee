--TEST--
A forked child is watched by a thread of its own, and its parent by the old one
--EXTENSIONS--
true_async_server
pcntl
--INI--
true_async.block_threshold_ms=50
--FILE--
<?php
use function Async\{delay, suspend};

function derive(): void
{
    hash_pbkdf2('sha256', 'a', 'b', 400_000, 20);
}

delay(1);
$child = pcntl_fork();
if ($child === 0) {
    derive();
    exit(7);
}
pcntl_waitpid($child, $status);
echo 'the child ended with ', pcntl_wexitstatus($status), "\n";
derive();
suspend();
?>
--EXPECTF--
The main coroutine has held the event loop for %d ms in hash_pbkdf2() at %sforked_child.php:6
#0 %sforked_child.php(6): hash_pbkdf2()
#1 %sforked_child.php(12): derive()
#2 {main}
The main coroutine held the event loop for %d ms in all
the child ended with 7
The main coroutine has held the event loop for %d ms in hash_pbkdf2() at %sforked_child.php:6
#0 %sforked_child.php(6): hash_pbkdf2()
#1 %sforked_child.php(17): derive()
#2 {main}
The main coroutine held the event loop for %d ms in all

--TEST--
@ stays with the coroutine that used it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

function warn(string $text): void
{
    trigger_error($text, E_USER_WARNING);
}
$silent = spawn(function () {
    @(function () { delay(80); warn('silenced'); })();
    echo "silent one: ", error_reporting() === E_ALL ? 'restored' : error_reporting(), "\n";
});
$loud = spawn(function () {
    delay(1);
    warn('heard');
});
await($silent);
await($loud);
?>
--EXPECTF--

Warning: heard in %s on line %d
silent one: restored

--TEST--
set_exception_handler() gets what leaves a coroutine or main, after coroutine output
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$handler = 'set_exception_handler(function (Throwable $e) { echo "handler: ", get_class($e), " ", $e->getMessage(), "\n"; });';
$scripts = [
    'Async\spawn(function () { Async\delay(1); throw new DomainException("coroutine"); });',
    'Async\spawn(function () { echo "other\n"; }); Async\delay(1); throw new LogicException("main");',
    'Async\delay(1); throw new Async\AsyncCancellation("silent");',
];
foreach ($scripts as $code) {
    echo (new Script($handler . $code))->wait()[1];
}
?>
--EXPECT--
handler: DomainException coroutine
other
handler: LogicException main

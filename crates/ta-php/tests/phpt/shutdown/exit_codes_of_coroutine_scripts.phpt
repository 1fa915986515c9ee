--TEST--
Exit codes of scripts with coroutines: 0, exit's, 255 for uncaught exceptions, fatal errors and deadlocks, 0 for cancellations
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$scripts = [
    'plain' => 'Async\spawn(fn() => Async\delay(1));',
    'exit in main' => 'Async\spawn(fn() => Async\delay(1)); exit(4);',
    'exception in a coroutine' => 'Async\spawn(fn() => throw new Exception());',
    'exception in main' => 'Async\delay(1); throw new Exception();',
    'fatal in a coroutine' => 'Async\spawn(function () { eval("function strlen() {}"); });',
    'deadlock' => 'Async\spawn(function () { Async\await(Async\current_coroutine()); });',
    'cancellation in main' => 'Async\delay(1); throw new Async\AsyncCancellation();',
    'cancellation in a coroutine' => 'Async\spawn(fn() => throw new Async\AsyncCancellation());',
];
foreach ($scripts as $what => $code) {
    echo "$what: ", (new Script($code))->wait()[0], "\n";
}
?>
--EXPECT--
plain: 0
exit in main: 4
exception in a coroutine: 255
exception in main: 255
fatal in a coroutine: 255
deadlock: 255
cancellation in main: 0
cancellation in a coroutine: 0

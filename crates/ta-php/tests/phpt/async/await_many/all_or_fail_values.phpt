--TEST--
await_all_or_fail() gives every value in the order of the triggers, whatever the flag says
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all_or_fail, delay, spawn};

foreach ([true, false] as $preserve) {
    $values = await_all_or_fail([
        'b' => spawn(function () { delay(3); return 'second'; }),
        'a' => spawn(fn() => 'first'),
        'n' => spawn(fn() => null),
    ], null, $preserve);
    echo json_encode($values), "\n";
}
?>
--EXPECT--
{"b":"second","a":"first","n":null}
{"b":"second","a":"first","n":null}

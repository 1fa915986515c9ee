--TEST--
Settling wakes those who wait in order of registration, and the caller goes on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{await, spawn, suspend};

$state = new FutureState();
$future = new Future($state);
foreach (['a', 'b', 'c'] as $name) {
    spawn(function () use ($future, $name) {
        echo "$name waits\n";
        $value = await($future);
        echo "$name: $value\n";
    });
}
spawn(function () use ($state) {
    $state->complete('value');
    echo "the writer goes on\n";
});
?>
--EXPECT--
a waits
b waits
c waits
the writer goes on
a: value
b: value
c: value

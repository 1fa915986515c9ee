--TEST--
A fiber at top level may make the first async call of the script
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

$fiber = new Fiber(function () {
    echo "fiber\n";
    echo await(spawn(function () { delay(2); return 'awaited in the fiber'; })), "\n";
    Fiber::suspend('value');
    delay(1);
    return 'end';
});
echo $fiber->start(), "\n";
$fiber->resume();
echo $fiber->getReturn(), "\n";
?>
--EXPECT--
fiber
awaited in the fiber
value
end

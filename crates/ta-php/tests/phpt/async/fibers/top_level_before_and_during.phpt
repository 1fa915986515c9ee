--TEST--
Fibers of the top level live through the launch of the scheduler
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

$early = new Fiber(function () {
    $got = Fiber::suspend('before the launch');
    delay(1);
    Fiber::suspend("during, got $got");
    return 'end';
});
echo $early->start(), "\n";
echo await(spawn(fn() => 'launched')), "\n";
echo $early->resume('a value'), "\n";
$early->resume();
echo $early->getReturn(), "\n";
?>
--EXPECT--
before the launch
launched
during, got a value
end

--TEST--
Destructors may suspend while an exception is on its way, wherever the pool dies
--EXTENSIONS--
true_async_server
--INI--
zend.exception_ignore_args=1
--FILE--
<?php
use Async\Pool;
use function Async\{await, spawn, delay};

function pool(string $name): Pool
{
    return new Pool(fn() => $name, function ($resource) {
        echo "destroying $resource\n";
        delay(1);
        try {
            throw new LogicException('handled');
        } catch (LogicException) {
            echo "destroyed $resource\n";
        }
    }, min: 1);
}
function fail(mixed ...$arguments): never
{
    throw new RuntimeException('on its way');
}
foreach ([
    function () {
        $local = pool('local');
        fail();
    },
    fn() => fail(pool('argument')),
    fn() => [pool('temporary'), fail()],
    function () {
        $pool = pool('unset');
        try {
            fail();
        } finally {
            unset($pool);
        }
    },
] as $case) {
    await(spawn(function () use ($case) {
        try {
            $case();
        } catch (RuntimeException $e) {
            echo "  caught ", $e->getMessage(), ' ', json_encode($e->getPrevious()), "\n";
        }
    }));
}
?>
--EXPECT--
destroying local
destroyed local
  caught on its way null
destroying argument
destroyed argument
  caught on its way null
destroying temporary
destroyed temporary
  caught on its way null
destroying unset
destroyed unset
  caught on its way null

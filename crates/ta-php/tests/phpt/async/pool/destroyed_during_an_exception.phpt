--TEST--
An exception in flight is not replaced by those of the destructors
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;

function f(): void
{
    $pool = new Pool(fn() => 'resource', function () {
        throw new RuntimeException('destructor');
    }, min: 2);
    try {
        throw new LogicException('first');
    } finally {
        echo "finally\n";
    }
}
function g(): void
{
    $pool = new Pool(fn() => 1, fn() => print("quiet\n"), min: 1);
    throw new LogicException('second');
}
foreach (['f', 'g'] as $function) {
    try {
        $function();
        echo "not reached\n";
    } catch (LogicException $e) {
        echo "caught:\n";
        for (; $e; $e = $e->getPrevious()) {
            echo '  ', $e->getMessage(), "\n";
        }
    }
}
?>
--EXPECT--
finally
caught:
  first
  destructor
  destructor
quiet
caught:
  second

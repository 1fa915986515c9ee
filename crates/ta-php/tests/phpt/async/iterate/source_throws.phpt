--TEST--
An exception of the source ends the iteration; one from getIterator() comes before anything runs
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, iterate, spawn};

$callback = function (int $i) {
    echo "+$i\n";
    try {
        delay(60_000);
    } catch (Async\AsyncCancellation $e) {
        echo "-$i\n";
        throw $e;
    }
};
try {
    iterate((function () { yield 1; yield 2; throw new DomainException('source'); })(), $callback);
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
class Aggregate implements IteratorAggregate
{
    public function getIterator(): Iterator { throw new DomainException('getIterator'); }
}
spawn(function () { echo "others run later\n"; });
try {
    iterate(new Aggregate, $callback);
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
+1
+2
-1
-2
source
getIterator
others run later

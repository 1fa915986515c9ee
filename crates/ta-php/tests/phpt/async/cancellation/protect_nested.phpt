--TEST--
Nested sections hold cancellation back until the outermost is left; errors carry it along
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, protect, spawn, suspend};

$c = spawn(function () {
    protect(function () {
        protect(function () { suspend(); });
        echo "inner left, outer goes on\n";
        suspend();
        throw new RuntimeException('failed inside');
    });
});
suspend();
$c->cancel();
try {
    await($c);
} catch (RuntimeException $e) {
    echo $e->getMessage(), ' <- ', get_class($e->getPrevious()), "\n";
}
$d = spawn(function () {
    protect(function () { suspend(); echo "one\n"; });
    protect(function () { echo "never\n"; });
});
suspend();
$d->cancel();
try { await($d); } catch (Cancellation $e) { echo get_class($e), "\n"; }
?>
--EXPECT--
inner left, outer goes on
failed inside <- Async\AsyncCancellation
one
Async\AsyncCancellation

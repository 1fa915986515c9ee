--TEST--
protect() holds cancellation back and throws it when the section is over
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, protect, spawn, suspend};

$c = spawn(function () {
    try {
        protect(function () {
            suspend();
            echo "protected section goes on\n";
            return 'lost';
        });
        echo "not reached\n";
    } catch (Async\AsyncCancellation $e) {
        echo 'after: ', $e->getMessage(), "\n";
    }
});
suspend();
$c->cancel(new Async\AsyncCancellation('first'));
$c->cancel(new Async\AsyncCancellation('second'));
var_dump($c->isCancellationRequested(), $c->isCancelled());
await($c);
var_dump($c->isCancelled());
var_dump(protect(fn() => 'value outside of any cancellation'));
try { protect(fn() => throw new RuntimeException('passes through')); } catch (RuntimeException $e) { echo $e->getMessage(), "\n"; }
try { protect('strlen'); } catch (TypeError $e) { echo $e->getMessage(), "\n"; }
?>
--EXPECT--
bool(true)
bool(false)
protected section goes on
after: first
bool(true)
string(33) "value outside of any cancellation"
passes through
Async\protect(): Argument #1 ($closure) must be of type Closure, string given

--TEST--
Finally handlers run after the end, in order, ahead of what is queued, in a coroutine of their own; awaiters are told first
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Coroutine;
use function Async\{await, spawn, suspend};

$c = spawn(function () { echo "body\n"; return 5; });
$c->finally(function (Coroutine $same) use ($c) {
    var_dump($same === $c, $same->isCompleted(), $same->getResult());
    suspend();
    echo "first, after a wait\n";
});
$c->finally(fn() => print("second\n"));
$other = spawn(fn() => print("queued behind the coroutine\n"));
var_dump(await($c));
echo "awaiter\n";
await($other);
suspend(); suspend();
$c->finally(fn(Coroutine $c) => print("finished already: at once\n"));
echo "end\n";
?>
--EXPECT--
body
bool(true)
bool(true)
int(5)
queued behind the coroutine
int(5)
awaiter
first, after a wait
second
finished already: at once
end

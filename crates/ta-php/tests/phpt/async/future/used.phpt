--TEST--
Awaiting, chaining, being a token or a trigger, and ignore() count as use
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{await, await_any_or_fail, spawn, suspend};

$make = fn() => new Future(new FutureState());
$ways = [
    'await()' => fn($f) => spawn(fn() => await($f)),
    '->await()' => fn($f) => spawn(fn() => $f->await()),
    'map' => fn($f) => $f->map(fn() => 1)->ignore(),
    'catch' => fn($f) => $f->catch(fn() => 1)->ignore(),
    'finally' => fn($f) => $f->finally(fn() => 1)->ignore(),
    'token' => fn($f) => spawn(fn() => await(Future::completed(1), $f)),
    'trigger' => fn($f) => spawn(fn() => await_any_or_fail([$f, Future::completed(1)])),
    'ignore' => fn($f) => var_dump($f->ignore() === $f),
];
foreach ($ways as $name => $use) {
    echo "$name\n";
    $future = $make();
    $coroutine = $use($future);
    suspend();
    suspend();
    if ($coroutine instanceof Async\Coroutine) {
        $coroutine->cancel();
        suspend();
    }
    unset($future, $coroutine);
    gc_collect_cycles();
}
$state = new FutureState();
$state->ignore();
unset($state);
echo "end\n";
?>
--EXPECT--
await()
->await()
map
catch
finally
token
trigger
ignore
bool(true)
end

--TEST--
Values in contexts, and what handlers hold, are destroyed where destructors may wait
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{await, coroutine_context, current_context, current_coroutine, delay, spawn, suspend};

final class Connection
{
    public function __construct(private string $name) {}

    public function __destruct()
    {
        echo "$this->name: closing\n";
        suspend();
        echo "$this->name: closed, ", current_coroutine()->isRunning() ? 'in a coroutine' : '?', "\n";
    }
}

function settle(): void
{
    for ($i = 0; $i < 10; $i++) {
        suspend();
    }
    echo "--\n";
}

spawn(fn() => coroutine_context()->set('c', new Connection('of a coroutine')));
settle();

$cancelled = spawn(function () {
    coroutine_context()->set('c', new Connection('of a cancelled one'));
    delay(60_000);
});
suspend();
$cancelled->cancel();
unset($cancelled);
settle();

$scope = (new Scope())->allowZombies();
$scope->spawn(function () {
    current_context()->set('c', new Connection('of a scope'));
    suspend();
});
suspend();
unset($scope);
settle();

$scope = (new Scope())->allowZombies();
$connection = new Connection('of a handler');
$scope->setExceptionHandler(function () use ($connection) {});
unset($connection);
$scope->spawn(function () { suspend(); });
suspend();
unset($scope);
settle();

// Whoever can still ask finds what is there.
$held = spawn(fn() => coroutine_context()->set('c', new Connection('held')));
await($held);
var_dump($held->getContext()->has('c'));
spawn(function () {
    coroutine_context()->set('c', new Connection('seen by finally'));
    current_coroutine()->finally(fn($c) => var_dump($c->getContext()->has('c')));
});
settle();
$watched = new Scope();
$watched->setExceptionHandler(fn($scope, $c) => var_dump($c->getContext()->has('c')));
$watched->spawn(function () {
    coroutine_context()->set('c', new Connection('seen by a handler'));
    throw new Exception();
});
settle();
unset($held);
?>
--EXPECT--
of a coroutine: closing
of a coroutine: closed, in a coroutine
--
of a cancelled one: closing
of a cancelled one: closed, in a coroutine
--
of a scope: closing
of a scope: closed, in a coroutine
--
of a handler: closing
of a handler: closed, in a coroutine
--
bool(true)
bool(true)
seen by finally: closing
seen by finally: closed, in a coroutine
--
bool(true)
seen by a handler: closing
seen by a handler: closed, in a coroutine
--
held: closing
held: closed, in a coroutine

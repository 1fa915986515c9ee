--TEST--
exit() in a callback ends the coroutine that runs it, and nobody else
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Scope, SpawnStrategy};
use function Async\{await, current_coroutine, protect, runtime_stats, spawn, spawn_with, suspend};

final class Provider implements SpawnStrategy
{
    public function __construct(private string $where) {}

    public function provideScope(): ?Scope
    {
        if ($this->where === 'provideScope') exit;
        return null;
    }

    public function beforeCoroutineEnqueue($coroutine, $scope): array
    {
        if ($this->where === 'before') exit;
        return [];
    }

    public function afterCoroutineEnqueue($coroutine, $scope): void
    {
        if ($this->where === 'after') exit;
    }
}

final class Leaver
{
    public function __destruct() { exit; }
}

$failing = function (Scope $scope) {
    $scope->spawn(fn() => throw new Exception());
    suspend();
    suspend();
    echo 'goes on';
};
$cases = [
    'finally of a coroutine' => function () {
        $c = spawn(fn() => 1);
        $c->finally(function () { exit; });
        $c->finally(function () { echo 'not reached'; });
        await($c);
        suspend();
        echo 'goes on';
    },
    'finally of one that has ended' => function () {
        $c = spawn(fn() => 1);
        await($c);
        $c->finally(function () { exit; });
        echo 'not reached';
    },
    'finally of a scope' => function () {
        $scope = new Scope();
        $scope->finally(function () { exit; });
        $scope->dispose();
        suspend();
        echo 'goes on';
    },
    'finally of a closed scope' => function () {
        $scope = new Scope();
        $scope->dispose();
        $scope->finally(function () { exit; });
        echo 'not reached';
    },
    'exception handler' => function () use ($failing) {
        $scope = new Scope();
        $scope->setExceptionHandler(function () { exit; });
        $failing($scope);
    },
    'child exception handler' => function () use ($failing) {
        $scope = new Scope();
        $scope->setChildScopeExceptionHandler(function () { exit; });
        $scope->setExceptionHandler(function () { echo 'not reached'; });
        $failing(Scope::inherit($scope));
    },
    'protect' => function () {
        protect(function () { exit; });
        echo 'not reached';
    },
    'protect while cancelled' => function () {
        $me = current_coroutine();
        protect(function () use ($me) {
            $me->cancel();
            exit;
        });
        echo 'not reached';
    },
    'awaitAfterCancellation' => function () {
        $scope = (new Scope())->allowZombies();
        $scope->spawn(function () { suspend(); throw new Exception(); });
        suspend();
        $scope->cancel();
        $scope->awaitAfterCancellation(function () { exit; });
        echo 'not reached';
    },
    'provideScope' => function () {
        spawn_with(new Provider('provideScope'), function () { echo 'not reached'; });
        echo 'not reached';
    },
    'beforeCoroutineEnqueue' => function () {
        spawn_with(new Provider('before'), function () { echo 'not reached'; });
        echo 'not reached';
    },
    'afterCoroutineEnqueue' => function () {
        spawn_with(new Provider('after'), function () { echo 'not reached'; });
        echo 'not reached';
    },
    'destructor' => function () {
        new Leaver();
        echo 'not reached';
    },
    'destructor of a result nobody asks for' => function () {
        spawn(fn() => new Leaver());
        suspend();
        suspend();
        echo 'goes on';
    },
    'error handler' => function () {
        set_error_handler(function () { exit; });
        echo $undefined;
        echo 'not reached';
    },
    'fiber' => function () {
        (new Fiber(function () { exit; }))->start();
        echo 'not reached';
    },
];
foreach ($cases as $name => $case) {
    echo $name, ': ';
    $coroutine = spawn($case);
    var_dump(await($coroutine));
}
unset($coroutine);
var_dump(runtime_stats()['coroutines_total']);
?>
--EXPECT--
finally of a coroutine: goes onNULL
finally of one that has ended: NULL
finally of a scope: goes onNULL
finally of a closed scope: NULL
exception handler: goes onNULL
child exception handler: goes onNULL
protect: NULL
protect while cancelled: NULL
awaitAfterCancellation: NULL
provideScope: NULL
beforeCoroutineEnqueue: NULL
afterCoroutineEnqueue: NULL
destructor: NULL
destructor of a result nobody asks for: goes onNULL
error handler: NULL
fiber: NULL
int(1)

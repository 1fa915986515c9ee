--TEST--
spawn_with() asks the provider for a scope, and a strategy before and after enqueueing
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Coroutine, Scope, ScopeProvider, SpawnStrategy};
use function Async\{await, spawn_with};

class Fixed implements ScopeProvider
{
    public function __construct(public ?Scope $scope) {}
    public function provideScope(): ?Scope
    {
        echo "provideScope\n";
        return $this->scope;
    }
}
class Strategy extends Fixed implements SpawnStrategy
{
    public function beforeCoroutineEnqueue(Coroutine $coroutine, Scope $scope): array
    {
        printf("before: same scope %s, started %s\n", var_export($scope === $this->scope, true), var_export($coroutine->isStarted(), true));
        return [];
    }
    public function afterCoroutineEnqueue(Coroutine $coroutine, Scope $scope): void
    {
        printf("after: queued %s\n", var_export($coroutine->isQueued(), true));
    }
}
$scope = new Scope();
var_dump(await(spawn_with(new Fixed($scope), fn(...$a) => implode(',', $a), 1, 2, 3)));
var_dump(await(spawn_with(new Fixed(null), fn() => 'current scope')));
var_dump(await(spawn_with(new Strategy($scope), fn() => 'strategy')));
var_dump(await(spawn_with($scope, fn() => 'a scope provides itself')));
?>
--EXPECT--
provideScope
string(5) "1,2,3"
provideScope
string(13) "current scope"
provideScope
before: same scope true, started false
after: queued true
string(8) "strategy"
string(23) "a scope provides itself"

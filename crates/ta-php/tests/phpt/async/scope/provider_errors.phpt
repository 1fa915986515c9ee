--TEST--
Exceptions of providers and hooks reach the caller; the coroutine does not run
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Coroutine, Scope, ScopeProvider, SpawnStrategy};
use function Async\{spawn_with, suspend};

class Failing implements SpawnStrategy
{
    public function __construct(private string $where) {}
    private function maybe(string $where): void
    {
        if ($where === $this->where) {
            throw new RuntimeException("$where failed");
        }
    }
    public function provideScope(): ?Scope { $this->maybe('provideScope'); return null; }
    public function beforeCoroutineEnqueue(Coroutine $coroutine, Scope $scope): array { $this->maybe('before'); return []; }
    public function afterCoroutineEnqueue(Coroutine $coroutine, Scope $scope): void { $this->maybe('after'); }
}
foreach (['provideScope', 'before', 'after'] as $where) {
    try {
        spawn_with(new Failing($where), fn() => print("ran\n"));
    } catch (RuntimeException $e) {
        echo $e->getMessage(), "\n";
    }
}
suspend(); suspend();
foreach ([fn() => spawn_with(new stdClass(), fn() => 1), fn() => spawn_with(new Scope(), 'nothing'), fn() => spawn_with(new Scope())] as $try) {
    try { $try(); } catch (Error $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; }
}
$closed = new Scope();
$closed->dispose();
try { spawn_with($closed, fn() => 1); } catch (Async\AsyncException $e) { echo $e->getMessage(), "\n"; }
?>
--EXPECT--
provideScope failed
before failed
after failed
TypeError: Async\spawn_with(): Argument #1 ($provider) must be of type Async\ScopeProvider, stdClass given
TypeError: Async\spawn_with(): Argument #2 ($task) must be a valid callback, function "nothing" not found or invalid function name
ArgumentCountError: Async\spawn_with() expects at least 2 arguments, 1 given
Cannot spawn a coroutine in a closed scope

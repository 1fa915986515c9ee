--TEST--
Users implement scope providers, spawn strategies, circuit breakers and their strategies
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{CircuitBreaker, CircuitBreakerState, CircuitBreakerStrategy, Coroutine, Scope, ScopeProvider, SpawnStrategy};

class Provider implements SpawnStrategy
{
    public function provideScope(): ?Scope { return null; }
    public function beforeCoroutineEnqueue(Coroutine $coroutine, Scope $scope): array { return []; }
    public function afterCoroutineEnqueue(Coroutine $coroutine, Scope $scope): void {}
}
class Breaker implements CircuitBreaker, CircuitBreakerStrategy
{
    private $state = CircuitBreakerState::ACTIVE;
    public function getState(): CircuitBreakerState { return $this->state; }
    public function activate(): void { $this->state = CircuitBreakerState::ACTIVE; }
    public function deactivate(): void { $this->state = CircuitBreakerState::INACTIVE; }
    public function recover(): void { $this->state = CircuitBreakerState::RECOVERING; }
    public function reportSuccess(mixed $source): void {}
    public function reportFailure(mixed $source, Throwable $error): void { $this->deactivate(); }
    public function shouldRecover(): bool { return true; }
}
var_dump(new Provider() instanceof ScopeProvider, (new Provider())->provideScope());
$breaker = new Breaker();
$breaker->reportFailure(null, new Exception());
var_dump($breaker->getState());
?>
--EXPECT--
bool(true)
NULL
enum(Async\CircuitBreakerState::INACTIVE)

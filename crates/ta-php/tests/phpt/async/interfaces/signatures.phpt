--TEST--
Reflection reports the methods of the interfaces as documented
--EXTENSIONS--
true_async_server
--FILE--
<?php
foreach (['Awaitable', 'Completable', 'ScopeProvider', 'SpawnStrategy', 'CircuitBreaker', 'CircuitBreakerStrategy'] as $name) {
    $class = new ReflectionClass("Async\\$name");
    echo $name, $class->isInterface() ? '' : ' is no interface', ' : ', implode(', ', $class->getInterfaceNames()), "\n";
    foreach ($class->getMethods() as $method) {
        $parameters = array_map(fn($p) => $p->getType() . ' $' . $p->getName() . ($p->isOptional() ? ' = ' . var_export($p->getDefaultValue(), true) : ''),
            $method->getParameters());
        echo '    ', $method->getName(), '(', implode(', ', $parameters), '): ', $method->getReturnType(), "\n";
    }
}
?>
--EXPECT--
Awaitable : 
Completable : Async\Awaitable
    cancel(?Async\AsyncCancellation $cancellation = NULL): void
    isCompleted(): bool
    isCancelled(): bool
ScopeProvider : 
    provideScope(): ?Async\Scope
SpawnStrategy : Async\ScopeProvider
    beforeCoroutineEnqueue(Async\Coroutine $coroutine, Async\Scope $scope): array
    afterCoroutineEnqueue(Async\Coroutine $coroutine, Async\Scope $scope): void
    provideScope(): ?Async\Scope
CircuitBreaker : 
    getState(): Async\CircuitBreakerState
    activate(): void
    deactivate(): void
    recover(): void
CircuitBreakerStrategy : 
    reportSuccess(mixed $source): void
    reportFailure(mixed $source, Throwable $error): void
    shouldRecover(): bool

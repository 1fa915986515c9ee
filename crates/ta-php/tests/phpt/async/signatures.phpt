--TEST--
The functions and the methods of Coroutine have the documented signatures
--EXTENSIONS--
true_async_server
--FILE--
<?php
function signature(ReflectionFunctionAbstract $f): string
{
    $parameters = array_map(fn($p) => $p->getType() . ' ' . ($p->isVariadic() ? '...' : '') . '$' . $p->getName()
        . ($p->isDefaultValueAvailable() ? ' = ' . strtolower(var_export($p->getDefaultValue(), true)) : ''), $f->getParameters());
    return $f->getName() . '(' . implode(', ', $parameters) . '): ' . $f->getReturnType();
}
$functions = [
    'Async\spawn(callable $task, mixed ...$args): Async\Coroutine',
    'Async\suspend(): void',
    'Async\await(Async\Completable $awaitable, ?Async\Completable $cancellation = null): mixed',
    'Async\delay(int $ms): void',
    'Async\current_coroutine(): Async\Coroutine',
    'Async\get_coroutines(): array',
];
foreach ($functions as $wanted) {
    $is = signature(new ReflectionFunction(strstr($wanted, '(', true)));
    echo $is === $wanted ? '' : "wanted $wanted\n    is $is\n";
}
$methods = [
    'getId(): int', 'getResult(): mixed', 'getException(): mixed', 'isStarted(): bool', 'isQueued(): bool', 'isRunning(): bool',
    'isSuspended(): bool', 'isCancelled(): bool', 'isCancellationRequested(): bool', 'isCompleted(): bool',
    'cancel(?Async\AsyncCancellation $cancellation = null): void',
];
foreach ($methods as $wanted) {
    $is = signature(new ReflectionMethod(Async\Coroutine::class, strstr($wanted, '(', true)));
    echo $is === $wanted ? '' : "wanted $wanted\n    is $is\n";
}
echo "done\n";
?>
--EXPECT--
done

--TEST--
Everything public in Async\ has the documented signature, and nothing is missing or added
--EXTENSIONS--
true_async_server
--FILE--
<?php
function value(mixed $value): string
{
    return match (true) {
        $value === [] => '[]',
        is_scalar($value), $value === null => strtolower(var_export($value, true)),
        default => get_debug_type($value),
    };
}
function parameter(ReflectionParameter $p): string
{
    $default = $p->isDefaultValueAvailable() ? ' = ' . ($p->getDefaultValueConstantName() ?? value($p->getDefaultValue())) : '';
    return $p->getType() . ($p->isPassedByReference() ? ' &' : ' ') . ($p->isVariadic() ? '...' : '') . '$' . $p->getName() . $default;
}
function signature(ReflectionFunctionAbstract $f): string
{
    $type = $f->getReturnType() ?? $f->getTentativeReturnType();
    return $f->getShortName() . '(' . implode(', ', array_map(parameter(...), $f->getParameters())) . ')' . ($type === null ? '' : ": $type");
}
function head(ReflectionClass $class): string
{
    if ($class->isEnum()) {
        $type = (new ReflectionEnum($class->name))->getBackingType();
        return "enum $class->name" . ($type === null ? '' : ": $type");
    }
    $parent = $class->getParentClass() ?: null;
    $own = $class->getInterfaceNames();
    foreach (array_filter([...$own, $parent?->name]) as $name) {
        $own = array_diff($own, (new ReflectionClass($name))->getInterfaceNames());
    }
    sort($own);
    $interfaces = implode(', ', $own);
    if ($class->isInterface()) {
        return "interface $class->name" . ($own === [] ? '' : " extends $interfaces");
    }
    return ($class->isFinal() ? 'final ' : '') . ($class->isReadOnly() ? 'readonly ' : '') . "class $class->name"
        . ($parent === null ? '' : " extends $parent->name") . ($own === [] ? '' : " implements $interfaces");
}
$public = ReflectionMethod::IS_PUBLIC;
$extension = new ReflectionExtension('true_async_server');
$lines = [];
foreach ($extension->getFunctions() as $function) {
    if ($function->getNamespaceName() === 'Async') {
        $lines[$function->name] = 'function Async\\' . signature($function);
    }
}
foreach ($extension->getClasses() as $class) {
    if ($class->getNamespaceName() !== 'Async') {
        continue;
    }
    $lines[$class->name] = head($class);
    foreach ($class->getReflectionConstants() as $constant) {
        $value = $class->isEnum() && $constant->isEnumCase() ? ($constant->getValue()->value ?? null) : $constant->getValue();
        $lines["$class->name::$constant->name"] = "  $constant->name" . ($value === null ? '' : ' = ' . var_export($value, true));
    }
    foreach ($class->getProperties($public) as $property) {
        if ($property->class === $class->name && !$class->isEnum()) {
            $readonly = $property->isReadOnly() ? 'readonly ' : '';
            $lines["$class->name::$$property->name"] = "  $readonly{$property->getType()} $$property->name";
        }
    }
    foreach ($class->getMethods($public) as $method) {
        if ($method->class === $class->name && !in_array($method->name, ['cases', 'from', 'tryFrom'], true)) {
            $lines["$class->name::$method->name()"] = '  ' . ($method->isStatic() ? 'static ' : '') . signature($method);
        }
    }
}
uksort($lines, 'strcasecmp');
echo implode("\n", $lines), "\n";
?>
--EXPECT--
class Async\AsyncCancellation extends Cancellation
class Async\AsyncException extends Exception
function Async\available_parallelism(): int
function Async\await(Async\Completable $awaitable, ?Async\Completable $cancellation = null): mixed
function Async\await_all(iterable $triggers, ?Async\Awaitable $cancellation = null, bool $preserveKeyOrder = true, bool $fillNull = false): array
function Async\await_all_or_fail(iterable $triggers, ?Async\Awaitable $cancellation = null, bool $preserveKeyOrder = true): array
function Async\await_any_of(int $count, iterable $triggers, ?Async\Awaitable $cancellation = null, bool $preserveKeyOrder = true, bool $fillNull = false): array
function Async\await_any_of_or_fail(int $count, iterable $triggers, ?Async\Awaitable $cancellation = null, bool $preserveKeyOrder = true): array
function Async\await_any_or_fail(iterable $triggers, ?Async\Awaitable $cancellation = null): mixed
function Async\await_first_success(iterable $triggers, ?Async\Awaitable $cancellation = null): mixed
interface Async\Awaitable
final class Async\Channel implements Async\Awaitable, Countable, IteratorAggregate
  __construct(int $capacity = 0, int $noProducerTimeout = 0, int $noConsumerTimeout = 0, bool $hardTimeouts = false)
  capacity(): int
  close(): void
  count(): int
  getIterator(): Iterator
  isClosed(): bool
  isEmpty(): bool
  isFull(): bool
  recv(?Async\Completable $cancellationToken = null): mixed
  recvAsync(): Async\Future
  send(mixed $value, ?Async\Completable $cancellationToken = null): void
  sendAsync(mixed $value): bool
enum Async\ChannelCloseReason: string
  DEADLOCK = 'deadlock'
  DISPOSED = 'disposed'
  EXPLICIT = 'explicit'
  NO_CONSUMERS = 'no consumers timeout'
  NO_PRODUCERS = 'no producers timeout'
  SCOPE_DISPOSED = 'scope disposed'
class Async\ChannelException extends Async\AsyncException
  Async\ChannelCloseReason $reason
interface Async\CircuitBreaker
  activate(): void
  deactivate(): void
  getState(): Async\CircuitBreakerState
  recover(): void
enum Async\CircuitBreakerState
  ACTIVE
  INACTIVE
  RECOVERING
interface Async\CircuitBreakerStrategy
  reportFailure(mixed $source, Throwable $error): void
  reportSuccess(mixed $source): void
  shouldRecover(): bool
interface Async\Completable extends Async\Awaitable
  cancel(?Async\AsyncCancellation $cancellation = null): void
  isCancelled(): bool
  isCompleted(): bool
final class Async\CompositeException extends Exception
  addException(Throwable $exception): void
  getExceptions(): array
final class Async\Context
  find(object|string $key): mixed
  findLocal(object|string $key): mixed
  get(object|string $key): mixed
  getLocal(object|string $key): mixed
  has(object|string $key): bool
  hasLocal(object|string $key): bool
  set(object|string $key, mixed $value, bool $replace = false): Async\Context
  unset(object|string $key): Async\Context
class Async\ContextException extends Async\AsyncException
final class Async\Coroutine implements Async\Completable
  asHiPriority(): Async\Coroutine
  cancel(?Async\AsyncCancellation $cancellation = null): void
  finally(Closure $callback): void
  getAwaitingInfo(): array
  getContext(): Async\Context
  getException(): mixed
  getId(): int
  getResult(): mixed
  getSpawnFileAndLine(): array
  getSpawnLocation(): string
  getSuspendFileAndLine(): array
  getSuspendLocation(): string
  getTrace(int $options = DEBUG_BACKTRACE_PROVIDE_OBJECT, int $limit = 0): ?array
  isCancellationRequested(): bool
  isCancelled(): bool
  isCompleted(): bool
  isQueued(): bool
  isRunning(): bool
  isStarted(): bool
  isSuspended(): bool
function Async\coroutine_context(): Async\Context
function Async\cpu_usage(): array
final class Async\CpuSnapshot
  readonly int $cpuCount
  readonly int $processSystemNs
  readonly int $processUserNs
  readonly int $systemBusyNs
  readonly int $systemIdleNs
  readonly int $wallNs
  static now(): Async\CpuSnapshot
function Async\current_context(): Async\Context
function Async\current_coroutine(): Async\Coroutine
class Async\DeadlockError extends Error
function Async\delay(int $ms): void
class Async\DnsException extends Exception
final readonly class Async\FileSystemEvent
  readonly bool $changed
  readonly ?string $filename
  readonly string $path
  readonly bool $renamed
final class Async\FileSystemWatcher implements Async\Awaitable, IteratorAggregate
  __construct(string $path, bool $recursive = false, bool $coalesce = true, int $debounceMs = 0, int $maxHoldMs = 0, array $extensions = [])
  close(): void
  getIterator(): Iterator
  isClosed(): bool
final class Async\Future implements Async\Completable
  __construct(Async\FutureState $state)
  await(?Async\Completable $cancellation = null): mixed
  cancel(?Async\AsyncCancellation $cancellation = null): void
  catch(callable $catch): Async\Future
  static completed(mixed $value = null): Async\Future
  static failed(Throwable $throwable): Async\Future
  finally(callable $finally): Async\Future
  getAwaitingInfo(): array
  getCompletedFileAndLine(): array
  getCompletedLocation(): string
  getCreatedFileAndLine(): array
  getCreatedLocation(): string
  ignore(): Async\Future
  isCancelled(): bool
  isCompleted(): bool
  map(callable $map): Async\Future
final class Async\FutureState
  __construct()
  complete(mixed $result): void
  error(Throwable $throwable): void
  getAwaitingInfo(): array
  getCompletedFileAndLine(): array
  getCompletedLocation(): string
  getCreatedFileAndLine(): array
  getCreatedLocation(): string
  ignore(): void
  isCompleted(): bool
function Async\get_coroutines(): array
function Async\graceful_shutdown(?Async\AsyncCancellation $cancellationError = null): void
class Async\InputOutputException extends Exception
function Async\iterate(iterable $iterable, callable $callback, int $concurrency = 0, bool $cancelPending = true): void
function Async\loadavg(): ?array
class Async\OperationCanceledException extends Async\AsyncCancellation
class Async\PollException extends Exception
final class Async\Pool implements Async\CircuitBreaker, Countable
  __construct(callable $factory, ?callable $destructor = null, ?callable $healthcheck = null, ?callable $beforeAcquire = null, ?callable $beforeRelease = null, int $min = 0, int $max = 10, int $healthcheckInterval = 0)
  acquire(int $timeout = 0): mixed
  activate(): void
  activeCount(): int
  close(): void
  count(): int
  deactivate(): void
  getState(): Async\CircuitBreakerState
  idleCount(): int
  isClosed(): bool
  recover(): void
  release(mixed $resource): void
  setCircuitBreakerStrategy(?Async\CircuitBreakerStrategy $strategy): void
  tryAcquire(): mixed
class Async\PoolException extends Async\AsyncException
function Async\protect(Closure $closure): mixed
function Async\request_context(): ?Async\Context
function Async\root_context(): Async\Context
function Async\runtime_stats(): array
final class Async\Scope implements Async\ScopeProvider
  __construct()
  allowZombies(): Async\Scope
  asNotSafely(): Async\Scope
  awaitAfterCancellation(?callable $errorHandler = null, ?Async\Awaitable $cancellation = null): void
  awaitCompletion(Async\Awaitable $cancellation): void
  cancel(?Async\AsyncCancellation $cancellationError = null): void
  dispose(): void
  disposeAfterTimeout(int $timeout): void
  disposeSafely(): void
  finally(Closure $callback): void
  getChildScopes(): array
  static inherit(?Async\Scope $parentScope = null): Async\Scope
  isCancelled(): bool
  isClosed(): bool
  isFinished(): bool
  provideScope(): Async\Scope
  setChildScopeExceptionHandler(callable $exceptionHandler): void
  setExceptionHandler(callable $exceptionHandler): void
  spawn(Closure $callable, mixed ...$params): Async\Coroutine
interface Async\ScopeProvider
  provideScope(): ?Async\Scope
class Async\ServiceUnavailableException extends Async\AsyncException
function Async\signal(Async\Signal $signal, ?Async\Completable $cancellation = null): Async\Future
enum Async\Signal: int
  SIGABRT = 6
  SIGABRT2 = 22
  SIGBREAK = 21
  SIGFPE = 8
  SIGHUP = 1
  SIGILL = 4
  SIGINT = 2
  SIGKILL = 9
  SIGQUIT = 3
  SIGSEGV = 11
  SIGTERM = 15
  SIGUSR1 = 10
  SIGUSR2 = 12
  SIGWINCH = 28
function Async\spawn(callable $task, mixed ...$args): Async\Coroutine
function Async\spawn_with(Async\ScopeProvider $provider, callable $task, mixed ...$args): Async\Coroutine
interface Async\SpawnStrategy extends Async\ScopeProvider
  afterCoroutineEnqueue(Async\Coroutine $coroutine, Async\Scope $scope): void
  beforeCoroutineEnqueue(Async\Coroutine $coroutine, Async\Scope $scope): array
function Async\suspend(): void
final class Async\TaskGroup implements Async\Awaitable, Countable, IteratorAggregate
  __construct(?int $concurrency = null, ?int $queueLimit = null, ?Async\Scope $scope = null)
  all(bool $ignoreErrors = false): Async\Future
  any(): Async\Future
  awaitCompletion(): void
  cancel(?Async\AsyncCancellation $cancellation = null): void
  close(): void
  count(): int
  dispose(): void
  finally(Closure $callback): void
  getErrors(): array
  getIterator(): Iterator
  getResults(): array
  isClosed(): bool
  isFinished(): bool
  race(): Async\Future
  spawn(callable $task, mixed ...$args): void
  spawnWithKey(string|int $key, callable $task, mixed ...$args): void
  suppressErrors(): void
final class Async\TaskSet implements Async\Awaitable, Countable, IteratorAggregate
  __construct(?int $concurrency = null, ?int $queueLimit = null, ?Async\Scope $scope = null)
  awaitCompletion(): void
  cancel(?Async\AsyncCancellation $cancellation = null): void
  close(): void
  count(): int
  dispose(): void
  finally(Closure $callback): void
  getIterator(): Iterator
  isClosed(): bool
  isFinished(): bool
  joinAll(bool $ignoreErrors = false): Async\Future
  joinAny(): Async\Future
  joinNext(): Async\Future
  spawn(callable $task, mixed ...$args): void
  spawnWithKey(string|int $key, callable $task, mixed ...$args): void
function Async\timeout(int $ms): Async\Awaitable
final class Async\Timeout implements Async\Completable
  cancel(?Async\AsyncCancellation $cancellation = null): void
  isCancelled(): bool
  isCompleted(): bool
class Async\TimeoutException extends Exception

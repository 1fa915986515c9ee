<?php

/**
 * Stub of the extension true_async_server for IDEs and static analysers; never loaded.
 *
 * Declarations are written by `cargo xtask stubs --write`, from what the extension
 * declares. The comments are written by people, here, and survive it.
 */

namespace {
    // The engine's own class has one more method: Fiber::getCoroutine(): ?\Async\Coroutine

    // So has PDO, where there is one: PDO::getPool(): ?\Async\Pool

    // and constants (int): PDO::ATTR_POOL_ENABLED, ATTR_POOL_MIN, ATTR_POOL_MAX, ATTR_POOL_HEALTHCHECK_INTERVAL, ATTR_POOL_STMT_CACHE_SIZE

    /**
     * What a coroutine is stopped with: a third kind of Throwable that neither `catch (\Exception)` nor `catch
     * (\Error)` sees.
     */
    class Cancellation implements \Throwable
    {
        /** The reason in words. */
        protected $message = '';
        /** A number of the application's choice. */
        protected $code = 0;
        /** The file in which it was created. */
        protected string $file = '';
        /** The line on which it was created. */
        protected int $line;

        /** Takes what the constructor of \Exception takes. */
        public function __construct(string $message = '', int $code = 0, ?\Throwable $previous = null) {}

        /** The reason in words. */
        final public function getMessage(): string {}

        /** The number it was created with, 0 by default. */
        final public function getCode() {}

        /** The file in which it was created. */
        final public function getFile(): string {}

        /** The line on which it was created. */
        final public function getLine(): int {}

        /** The calls that led to its creation, as debug_backtrace() lists them. */
        final public function getTrace(): array {}

        /** What caused it, or null. */
        final public function getPrevious(): ?\Throwable {}

        /** The calls that led to its creation, one per line. */
        final public function getTraceAsString(): string {}

        /** Everything above as text, as PHP prints an uncaught exception. */
        public function __toString(): string {}
    }
}

namespace Async {
    /**
     * How many processors this process may use at once, at least 1; affinity and cgroup quotas count, and the answer
     * never changes.
     */
    function available_parallelism(): int {}

    /**
     * Waits until the awaitable has settled and returns its value or throws its error; a token that settles first
     * throws OperationCanceledException.
     */
    function await(Completable $awaitable, ?Completable $cancellation = null): mixed {}

    /**
     * Waits until all have settled and returns `[values, errors]`, both keyed like the input; never throws their
     * errors.
     */
    function await_all(
        iterable $triggers,
        ?Awaitable $cancellation = null,
        bool $preserveKeyOrder = true,
        bool $fillNull = false,
    ): array {}

    /** Waits for all and returns their values, keyed like the input; throws the first error. */
    function await_all_or_fail(
        iterable $triggers,
        ?Awaitable $cancellation = null,
        bool $preserveKeyOrder = true,
    ): array {}

    /** Waits for the first `$count` successes and returns `[values, errors]`, both keyed like the input. */
    function await_any_of(
        int $count,
        iterable $triggers,
        ?Awaitable $cancellation = null,
        bool $preserveKeyOrder = true,
        bool $fillNull = false,
    ): array {}

    /** Waits until `$count` of them have settled and returns their values; throws the first error. */
    function await_any_of_or_fail(
        int $count,
        iterable $triggers,
        ?Awaitable $cancellation = null,
        bool $preserveKeyOrder = true,
    ): array {}

    /** Waits for whichever settles first and returns its value or throws its error; null when there is none. */
    function await_any_or_fail(iterable $triggers, ?Awaitable $cancellation = null): mixed {}

    /**
     * Waits for the first success and returns `[value, errors]` with the errors that came before it; the value is null
     * when all failed.
     */
    function await_first_success(iterable $triggers, ?Awaitable $cancellation = null): mixed {}

    /** The values of the running coroutine, which no other coroutine inherits. */
    function coroutine_context(): Context {}

    /**
     * How busy this process and this machine were since the previous call: process_cores, process_percent,
     * system_percent, cpu_count, interval_sec and loadavg.
     */
    function cpu_usage(): array {}

    /** The values of the current scope, shared by all coroutines in it. */
    function current_context(): Context {}

    /** The coroutine that is running; throws AsyncException before there is any. */
    function current_coroutine(): Coroutine {}

    /** Suspends the coroutine for at least `$ms` milliseconds; 0 only lets others run. */
    function delay(int $ms): void {}

    /**
     * All coroutines that have not finished, the main one included; finished ones are not listed.
     *
     * @return list<Coroutine>
     */
    function get_coroutines(): array {}

    /** Cancels every coroutine and lets the script end; the caller goes on until it suspends next. */
    function graceful_shutdown(?AsyncCancellation $cancellationError = null): void {}

    /**
     * Calls `$callback($value, $key)` for every element, at most `$concurrency` at a time (0: no limit), and waits for
     * all of it; false stops, an exception cancels the rest.
     */
    function iterate(iterable $iterable, callable $callback, int $concurrency = 0, bool $cancelPending = true): void {}

    /**
     * The load of this machine over 1, 5 and 15 minutes, or null where the system does not tell.
     *
     * @return array{float, float, float}|null
     */
    function loadavg(): ?array {}

    /**
     * Runs the closure without letting a cancellation in; one that arrives meanwhile is thrown when the closure has
     * returned.
     */
    function protect(\Closure $closure): mixed {}

    /** The values of the HTTP request being handled, shared by all its coroutines; null outside a request. */
    function request_context(): ?Context {}

    /** The values of the main scope, the outermost one. */
    function root_context(): Context {}

    /**
     * Counters of the scheduler and its stacks, of blocking functions and of the watchdog; all that count something
     * alive are 0 before the first coroutine. The keys are explained in docs/async.md.
     *
     * @return array<string, int|string|null|array<string, int>>
     */
    function runtime_stats(): array {}

    /**
     * A future that settles with the next delivery of the signal; a token that settles first rejects it.
     *
     * @return Future<Signal>
     */
    function signal(Signal $signal, ?Completable $cancellation = null): Future {}

    /** Makes a coroutine of a call, in the scope of the caller; it starts when the caller suspends or ends. */
    function spawn(callable $task, mixed ...$args): Coroutine {}

    /** Makes a coroutine of a call, in the scope that the provider chooses. */
    function spawn_with(ScopeProvider $provider, callable $task, mixed ...$args): Coroutine {}

    /** Lets every coroutine run that is ready, then goes on. */
    function suspend(): void {}

    /** A token that settles `$ms` milliseconds (at least 1) after something begins to wait on it. */
    function timeout(int $ms): Awaitable {}

    /** Thrown where a coroutine waits when it is asked to stop; ending with it is not an error. */
    class AsyncCancellation extends \Cancellation {}

    /** The API was used in a way or at a time it does not allow. */
    class AsyncException extends \Exception {}

    /** Anything the await functions can wait for; PHP classes cannot implement it. */
    interface Awaitable {}

    /** Hands values from coroutine to coroutine, in order, with room for `$capacity` of them. */
    final class Channel implements Awaitable, \Countable, \IteratorAggregate
    {
        /**
         * Capacity 0 makes send() wait for a receiver; the timeouts, in milliseconds, close a channel on which one side
         * waits in vain (0: never).
         */
        public function __construct(
            int $capacity = 0,
            int $noProducerTimeout = 0,
            int $noConsumerTimeout = 0,
            bool $hardTimeouts = false,
        ) {}

        /** Puts a value in, waiting for room; throws ChannelException once the channel is closed. */
        public function send(mixed $value, ?Completable $cancellationToken = null): void {}

        /** Puts a value in if there is room right now, and tells whether it did. */
        public function sendAsync(mixed $value): bool {}

        /**
         * Takes the oldest value out, waiting for one; throws ChannelException when the channel is closed and empty.
         */
        public function recv(?Completable $cancellationToken = null): mixed {}

        /** A future of the next value, which queues like a receiver. */
        public function recvAsync(): Future {}

        /** Lets no more values in; what is inside can still be received. */
        public function close(): void {}

        /** Whether the channel was closed, for whatever reason. */
        public function isClosed(): bool {}

        /** The capacity it was created with. */
        public function capacity(): int {}

        /** The values inside, those promised to a woken receiver included. */
        public function count(): int {}

        /** Whether no value is inside. */
        public function isEmpty(): bool {}

        /** Whether as many values are inside as fit. */
        public function isFull(): bool {}

        /** Values as they arrive, until the channel is closed and empty. */
        public function getIterator(): \Iterator {}
    }

    /** Why a channel was closed. */
    enum ChannelCloseReason: string
    {
        /** close() was called. */
        case EXPLICIT = 'explicit';
        /** The channel object was destroyed while coroutines waited on it. */
        case DISPOSED = 'disposed';
        /** A receiver waited longer than the channel allows. */
        case NO_PRODUCERS = 'no producers timeout';
        /** A sender waited longer than the channel allows. */
        case NO_CONSUMERS = 'no consumers timeout';
        /** Nothing in the program could ever have used it again. */
        case DEADLOCK = 'deadlock';
        /** The scope it was created in has ended. */
        case SCOPE_DISPOSED = 'scope disposed';
    }

    /** The channel is closed. */
    class ChannelException extends AsyncException
    {
        /** Why it was closed. */
        public ChannelCloseReason $reason;
    }

    /** Keeps callers away from a service that is known to fail. */
    interface CircuitBreaker
    {
        /** What it does at present. */
        public function getState(): CircuitBreakerState;

        /** Lets every caller through. */
        public function activate(): void;

        /** Refuses every caller with ServiceUnavailableException. */
        public function deactivate(): void;

        /** Lets callers through to see whether the service works again. */
        public function recover(): void;
    }

    /** What a circuit breaker does with callers. */
    enum CircuitBreakerState
    {
        /** They get through. */
        case ACTIVE;
        /** They are refused. */
        case INACTIVE;
        /** They get through on trial. */
        case RECOVERING;
    }

    /** Decides when a circuit breaker should change its state; implemented by applications. */
    interface CircuitBreakerStrategy
    {
        /** A use of `$source` went well. */
        public function reportSuccess(mixed $source): void;

        /** A use of `$source` failed with `$error`. */
        public function reportFailure(mixed $source, \Throwable $error): void;

        /** Whether it is time to try the service again. */
        public function shouldRecover(): bool;
    }

    /** Something that settles once, with a value or an error; only the API's own classes do. */
    interface Completable extends Awaitable
    {
        /** Asks it to settle with this cancellation; without effect once it has settled. */
        public function cancel(?AsyncCancellation $cancellation = null): void;

        /** Whether it has settled. */
        public function isCompleted(): bool;

        /** Whether it has settled by being cancelled. */
        public function isCancelled(): bool;
    }

    /** Several errors thrown as one. */
    final class CompositeException extends \Exception
    {
        /** Puts one more error behind the others. */
        public function addException(\Throwable $exception): void {}

        /**
         * The errors in the order they were added.
         *
         * @return list<\Throwable>
         */
        public function getExceptions(): array {}
    }

    /** Values by key, looked up here and then in the scopes around; a key is a string, or an object by its identity. */
    final class Context
    {
        /** The value from here or further out, or null. */
        public function find(object|string $key): mixed {}

        /** The value from here or further out; throws ContextException when there is none. */
        public function get(object|string $key): mixed {}

        /** Whether the key is known here or further out, be its value null. */
        public function has(object|string $key): bool {}

        /** The value from here alone, or null. */
        public function findLocal(object|string $key): mixed {}

        /** The value from here alone; throws ContextException when there is none. */
        public function getLocal(object|string $key): mixed {}

        /** Whether the key is known here. */
        public function hasLocal(object|string $key): bool {}

        /** Stores a value here; a key that is here already needs `$replace`, else AsyncException is thrown. */
        public function set(object|string $key, mixed $value, bool $replace = false): Context {}

        /** Forgets a key that is here; without effect on those further out. */
        public function unset(object|string $key): Context {}
    }

    /** A context has no value for the key. */
    class ContextException extends AsyncException {}

    /** A call that runs on a stack of its own; letting go of this object does not stop it. */
    final class Coroutine implements Completable
    {
        /** Coroutines come from spawn(), spawn_with() and Scope::spawn(). */
        private function __construct() {}

        /** A number above 0 that no other living coroutine has. */
        public function getId(): int {}

        /** Returns the coroutine itself; its order does not change. */
        public function asHiPriority(): Coroutine {}

        /** The values of this coroutine, which no other one inherits. */
        public function getContext(): Context {}

        /** Where it is suspended, as debug_backtrace() lists calls; null when it is not. */
        public function getTrace(int $options = \DEBUG_BACKTRACE_PROVIDE_OBJECT, int $limit = 0): ?array {}

        /**
         * File and line of the spawn.
         *
         * @return array{?string, int}
         */
        public function getSpawnFileAndLine(): array {}

        /** The place of the spawn as "file:line", or "unknown". */
        public function getSpawnLocation(): string {}

        /**
         * File and line where it is suspended, `[null, 0]` when it is not.
         *
         * @return array{?string, int}
         */
        public function getSuspendFileAndLine(): array {}

        /** The place where it is suspended as "file:line", or "unknown". */
        public function getSuspendLocation(): string {}

        /**
         * What it waits for, in words; may be empty.
         *
         * @return list<string>
         */
        public function getAwaitingInfo(): array {}

        /** Calls `$callback($coroutine)` once it has finished, at once if it has. */
        public function finally(\Closure $callback): void {}

        /** Whether its code has begun to run. */
        public function isStarted(): bool {}

        /** Whether it is ready and waits only for its turn. */
        public function isQueued(): bool {}

        /** Whether it has started and not finished. */
        public function isRunning(): bool {}

        /** Whether it has started and let go of the processor. */
        public function isSuspended(): bool {}

        /** Whether it has finished after it was asked to stop. */
        public function isCancelled(): bool {}

        /** Whether it was asked to stop and has not finished. */
        public function isCancellationRequested(): bool {}

        /** Whether it has finished. */
        public function isCompleted(): bool {}

        /** What it returned, null before that and after an exception. */
        public function getResult(): mixed {}

        /** What it ended with if that was an exception, else null. */
        public function getException(): mixed {}

        /**
         * Throws this cancellation, or one that says "Coroutine cancelled", where it waits; before its start it never
         * runs.
         */
        public function cancel(?AsyncCancellation $cancellation = null): void {}
    }

    /** What the processors had done up to one moment, in nanoseconds. */
    final class CpuSnapshot
    {
        /** The moment, on a clock that never goes back. */
        public readonly int $wallNs;
        /** Time this process spent in its own code. */
        public readonly int $processUserNs;
        /** Time the kernel spent for this process. */
        public readonly int $processSystemNs;
        /** Time all processors of the machine spent idle. */
        public readonly int $systemIdleNs;
        /** Time all processors of the machine spent at work. */
        public readonly int $systemBusyNs;
        /** Processors of the machine that are online. */
        public readonly int $cpuCount;

        /** Snapshots come from now(). */
        private function __construct() {}

        /** Takes a snapshot of this moment. */
        public static function now(): CpuSnapshot {}
    }

    /** Every coroutine waits for another one, so none can ever go on. */
    class DeadlockError extends \Error {}

    /** A name could not be resolved. */
    class DnsException extends \Exception {}

    /** One change that a FileSystemWatcher saw. */
    final readonly class FileSystemEvent
    {
        /** The path being watched, as it was given. */
        public string $path;
        /** What changed below that path, null when unknown or when several changes became one event. */
        public ?string $filename;
        /** Whether something was created, deleted or renamed. */
        public bool $renamed;
        /** Whether content or attributes changed. */
        public bool $changed;
    }

    /** Watches a file or a directory from its creation until close(), and keeps the events for whoever iterates. */
    final class FileSystemWatcher implements Awaitable, \IteratorAggregate
    {
        /**
         * With `$coalesce` one entry has one event waiting at most; with `$debounceMs` an event comes after so many
         * milliseconds of rest, or after `$maxHoldMs`, and `$extensions` limits it to those files.
         */
        public function __construct(
            string $path,
            bool $recursive = false,
            bool $coalesce = true,
            int $debounceMs = 0,
            int $maxHoldMs = 0,
            array $extensions = [],
        ) {}

        /** Stops watching; events seen so far can still be read. */
        public function close(): void {}

        /** Whether it no longer watches. */
        public function isClosed(): bool {}

        /** Events as they happen, until the watcher is closed. */
        public function getIterator(): \Iterator {}
    }

    /**
     * A value that will be there later; whoever holds the FutureState settles it.
     *
     * @template-covariant T
     */
    final class Future implements Completable
    {
        /** A future that has this value already. */
        public static function completed(mixed $value = null): Future {}

        /** A future that has failed already. */
        public static function failed(\Throwable $throwable): Future {}

        /** A reader of this state; there may be several. */
        public function __construct(FutureState $state) {}

        /** Whether it has a value or an error. */
        public function isCompleted(): bool {}

        /** Whether its error is a cancellation. */
        public function isCancelled(): bool {}

        /** Settles it with this cancellation unless it has settled. */
        public function cancel(?AsyncCancellation $cancellation = null): void {}

        /** Says that nobody will look, so that no warning is needed; returns itself. */
        public function ignore(): Future {}

        /** A future of what `$map($value)` returns; an error passes through. */
        public function map(callable $map): Future {}

        /** A future of what `$catch($error)` returns; a value passes through. */
        public function catch(callable $catch): Future {}

        /** A future with the same value or error, after `$finally` was called. */
        public function finally(callable $finally): Future {}

        /** Waits for it and returns its value or throws its error. */
        public function await(?Completable $cancellation = null): mixed {}

        /**
         * What it is waiting for, in words.
         *
         * @return list<string>
         */
        public function getAwaitingInfo(): array {}

        /**
         * File and line of its creation.
         *
         * @return array{?string, int}
         */
        public function getCreatedFileAndLine(): array {}

        /** The place of its creation as "file:line", or "unknown". */
        public function getCreatedLocation(): string {}

        /**
         * File and line where it was settled, `[null, 0]` before that.
         *
         * @return array{?string, int}
         */
        public function getCompletedFileAndLine(): array {}

        /** The place where it was settled as "file:line", or "unknown". */
        public function getCompletedLocation(): string {}
    }

    /**
     * The side of a Future that settles it.
     *
     * @template T
     */
    final class FutureState
    {
        /** A state that has not settled. */
        public function __construct() {}

        /** Settles with a value; throws AsyncException the second time. */
        public function complete(mixed $result): void {}

        /** Settles with an error; throws AsyncException the second time. */
        public function error(\Throwable $throwable): void {}

        /** Whether it has settled. */
        public function isCompleted(): bool {}

        /** Says that nobody will look at the futures, so that no warning is needed. */
        public function ignore(): void {}

        /**
         * Whether it is pending, in words.
         *
         * @return list<string>
         */
        public function getAwaitingInfo(): array {}

        /**
         * File and line of its creation.
         *
         * @return array{?string, int}
         */
        public function getCreatedFileAndLine(): array {}

        /** The place of its creation as "file:line", or "unknown". */
        public function getCreatedLocation(): string {}

        /**
         * File and line where it was settled, `[null, 0]` before that.
         *
         * @return array{?string, int}
         */
        public function getCompletedFileAndLine(): array {}

        /** The place where it was settled as "file:line", or "unknown". */
        public function getCompletedLocation(): string {}
    }

    /** Reading from or writing to a descriptor failed. */
    class InputOutputException extends \Exception {}

    /** The token given to an operation settled first; its error, if any, is the previous one. */
    class OperationCanceledException extends AsyncCancellation {}

    /** The event loop cannot watch a descriptor. */
    class PollException extends \Exception {}

    /** Lends out things that are costly to make, such as connections, at most `$max` of them. */
    final class Pool implements CircuitBreaker, \Countable
    {
        /**
         * Makes `$min` resources at once with `$factory()`; the other callables take a resource and return whether it
         * is still good, and `$healthcheckInterval` is in milliseconds (0: never).
         */
        public function __construct(
            callable $factory,
            ?callable $destructor = null,
            ?callable $healthcheck = null,
            ?callable $beforeAcquire = null,
            ?callable $beforeRelease = null,
            int $min = 0,
            int $max = 10,
            int $healthcheckInterval = 0,
        ) {}

        /** Borrows a resource, waiting up to `$timeout` milliseconds for one (0: forever). */
        public function acquire(int $timeout = 0): mixed {}

        /** Borrows a resource if one is free or can be made, else null. */
        public function tryAcquire(): mixed {}

        /** Gives a borrowed resource back. */
        public function release(mixed $resource): void {}

        /** Lends no more and destroys what is idle; who waits gets PoolException. */
        public function close(): void {}

        /** Whether it was closed. */
        public function isClosed(): bool {}

        /** All its resources, idle and lent. */
        public function count(): int {}

        /** Resources that nobody has borrowed. */
        public function idleCount(): int {}

        /** Resources that are lent, or in the hands of a callback. */
        public function activeCount(): int {}

        /** Tells a strategy how uses of the resources go; null tells nobody. */
        public function setCircuitBreakerStrategy(?CircuitBreakerStrategy $strategy): void {}

        /** What its circuit breaker does at present. */
        public function getState(): CircuitBreakerState {}

        /** Lends to everybody. */
        public function activate(): void {}

        /** Refuses everybody with ServiceUnavailableException. */
        public function deactivate(): void {}

        /** Lends on trial. */
        public function recover(): void {}
    }

    /** The pool is closed, or could not make a resource. */
    class PoolException extends AsyncException {}

    /** Owns coroutines and other scopes: they are waited for, cancelled and disposed of together. */
    final class Scope implements ScopeProvider
    {
        /** A scope below the given one, else below the current one. */
        public static function inherit(?Scope $parentScope = null): Scope {}

        /** Returns itself. */
        public function provideScope(): Scope {}

        /** A scope without parent. */
        public function __construct() {}

        /** From now on, disposing of it cancels what is running; returns itself. */
        public function asNotSafely(): Scope {}

        /** From now on, disposing of it lets what is running run on; returns itself. */
        public function allowZombies(): Scope {}

        /** Makes a coroutine of a call, in this scope. */
        public function spawn(\Closure $callable, mixed ...$params): Coroutine {}

        /** Cancels everything in it and below it, and lets nothing more in. */
        public function cancel(?AsyncCancellation $cancellationError = null): void {}

        /** Waits until nothing active is left in it and below it, or the token settles. */
        public function awaitCompletion(Awaitable $cancellation): void {}

        /**
         * Waits until nothing at all is left of a cancelled scope; errors on the way go to `$errorHandler($error,
         * $scope)`, else to the caller.
         */
        public function awaitAfterCancellation(?callable $errorHandler = null, ?Awaitable $cancellation = null): void {}

        /** Whether nothing active is in it or below it. */
        public function isFinished(): bool {}

        /** Whether it has ended for good. */
        public function isClosed(): bool {}

        /** Whether it was cancelled or disposed of. */
        public function isCancelled(): bool {}

        /**
         * Calls `$exceptionHandler($scope, $coroutine, $error)` for errors that nobody else took; its return absorbs
         * them.
         */
        public function setExceptionHandler(callable $exceptionHandler): void {}

        /** The same for errors that come from the scopes below, before the other handler. */
        public function setChildScopeExceptionHandler(callable $exceptionHandler): void {}

        /** Calls `$callback($scope)` when the scope ends for good. */
        public function finally(\Closure $callback): void {}

        /** Cancels everything in it and below it, and lets nothing more in. */
        public function dispose(): void {}

        /** Ends it but lets what is running run on. */
        public function disposeSafely(): void {}

        /** Cancels what is left after so many milliseconds; returns at once. */
        public function disposeAfterTimeout(int $timeout): void {}

        /**
         * The scopes right below it.
         *
         * @return list<Scope>
         */
        public function getChildScopes(): array {}
    }

    /** Chooses the scope of what spawn_with() makes. */
    interface ScopeProvider
    {
        /** The scope to use, null for the current one. */
        public function provideScope(): ?Scope;
    }

    /** A circuit breaker keeps callers away. */
    class ServiceUnavailableException extends AsyncException {}

    /** A signal by its Linux number, which is used on every system. */
    enum Signal: int
    {
        /** The terminal is gone, or the configuration is to be read again. */
        case SIGHUP = 1;
        /** Interrupted from the keyboard. */
        case SIGINT = 2;
        /** Asked from the keyboard to quit. */
        case SIGQUIT = 3;
        /** An invalid instruction. */
        case SIGILL = 4;
        /** The process aborted itself. */
        case SIGABRT = 6;
        /** An arithmetic error. */
        case SIGFPE = 8;
        /** Killed; no process can wait for it. */
        case SIGKILL = 9;
        /** Whatever the application makes of it. */
        case SIGUSR1 = 10;
        /** An invalid memory access. */
        case SIGSEGV = 11;
        /** Whatever the application makes of it. */
        case SIGUSR2 = 12;
        /** Asked to end. */
        case SIGTERM = 15;
        /** Ctrl-Break, on Windows alone. */
        case SIGBREAK = 21;
        /** Aborted, on Windows alone. */
        case SIGABRT2 = 22;
        /** The terminal has another size. */
        case SIGWINCH = 28;
    }

    /** A scope provider that is told about each spawn. */
    interface SpawnStrategy extends ScopeProvider
    {
        /**
         * Called when the coroutine exists and before it is queued; throwing prevents it, what is returned does not
         * matter.
         */
        public function beforeCoroutineEnqueue(Coroutine $coroutine, Scope $scope): array;

        /** Called when the coroutine is queued; throwing drops it. */
        public function afterCoroutineEnqueue(Coroutine $coroutine, Scope $scope): void;
    }

    /** Runs tasks, a limited number at a time, and keeps their results by key. */
    final class TaskGroup implements Awaitable, \Countable, \IteratorAggregate
    {
        /**
         * At most `$concurrency` tasks run (null: no limit) and `$queueLimit` wait (null: twice as many, 0: no limit),
         * in the given scope or one of its own.
         */
        public function __construct(?int $concurrency = null, ?int $queueLimit = null, ?Scope $scope = null) {}

        /** Adds a task under the next free number; waits while the queue is full. */
        public function spawn(callable $task, mixed ...$args): void {}

        /** Adds a task under a key that is not taken; waits while the queue is full. */
        public function spawnWithKey(string|int $key, callable $task, mixed ...$args): void {}

        /** A future of all results by key; errors reject it with a CompositeException unless they are to be ignored. */
        public function all(bool $ignoreErrors = false): Future {}

        /** A future of the task that settles first. */
        public function race(): Future {}

        /** A future of the task that succeeds first; rejected when all fail. */
        public function any(): Future {}

        /** The results so far, by key. */
        public function getResults(): array {}

        /**
         * The errors so far, by key; they count as handled from now on.
         *
         * @return array<\Throwable>
         */
        public function getErrors(): array {}

        /** Declares the errors so far to be handled. */
        public function suppressErrors(): void {}

        /** Closes the group, cancels what runs and drops what waits. */
        public function cancel(?AsyncCancellation $cancellation = null): void {}

        /** Takes no more tasks; the others go on. */
        public function close(): void {}

        /** Cancels the scope of the tasks without closing the group. */
        public function dispose(): void {}

        /** Whether nothing runs or waits at this moment. */
        public function isFinished(): bool {}

        /** Whether it takes no more tasks. */
        public function isClosed(): bool {}

        /** All its tasks: waiting, running and settled. */
        public function count(): int {}

        /** Waits until a closed group has settled; does not throw the errors of tasks. */
        public function awaitCompletion(): void {}

        /** Calls `$callback($group)` when the group is closed and settled. */
        public function finally(\Closure $callback): void {}

        /**
         * For `foreach` alone: `[result, error]` by key, in the order the tasks were added, each once it has settled.
         */
        public function getIterator(): \Iterator {}
    }

    /** Like TaskGroup, but forgets a task once its result was delivered. */
    final class TaskSet implements Awaitable, \Countable, \IteratorAggregate
    {
        /**
         * At most `$concurrency` tasks run (null: no limit) and `$queueLimit` wait (null: twice as many, 0: no limit),
         * in the given scope or one of its own.
         */
        public function __construct(?int $concurrency = null, ?int $queueLimit = null, ?Scope $scope = null) {}

        /** Adds a task under the next free number; waits while the queue is full. */
        public function spawn(callable $task, mixed ...$args): void {}

        /** Adds a task under a key that is not taken; waits while the queue is full. */
        public function spawnWithKey(string|int $key, callable $task, mixed ...$args): void {}

        /** A future of the task that settles next; each call gets another one. */
        public function joinNext(): Future {}

        /** A future of the task that succeeds next; rejected when all fail. */
        public function joinAny(): Future {}

        /** A future of all results by key; errors reject it with a CompositeException unless they are to be ignored. */
        public function joinAll(bool $ignoreErrors = false): Future {}

        /** Closes the set, cancels what runs and drops what waits. */
        public function cancel(?AsyncCancellation $cancellation = null): void {}

        /** Takes no more tasks; the others go on. */
        public function close(): void {}

        /** Cancels the scope of the tasks without closing the set. */
        public function dispose(): void {}

        /** Whether nothing runs or waits at this moment. */
        public function isFinished(): bool {}

        /** Whether it takes no more tasks. */
        public function isClosed(): bool {}

        /** Tasks whose result was not delivered. */
        public function count(): int {}

        /** Waits until a closed set has settled; does not throw the errors of tasks. */
        public function awaitCompletion(): void {}

        /** Calls `$callback($set)` when the set is closed and settled. */
        public function finally(\Closure $callback): void {}

        /**
         * For `foreach` alone: `[result, error]` by key, in the order the tasks were added, each forgotten once it was
         * seen.
         */
        public function getIterator(): \Iterator {}
    }

    /** A token that settles some time after something begins to wait on it; made by timeout(). */
    final class Timeout implements Completable
    {
        /** Timeouts come from timeout(). */
        private function __construct() {}

        /** Lets go of its timer; it never fires. */
        public function cancel(?AsyncCancellation $cancellation = null): void {}

        /** Whether it has fired or was cancelled. */
        public function isCompleted(): bool {}

        /** Whether it was cancelled before it fired. */
        public function isCancelled(): bool {}
    }

    /** Something took longer than it was allowed to. */
    class TimeoutException extends \Exception {}
}

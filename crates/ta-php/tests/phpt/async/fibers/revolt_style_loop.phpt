--TEST--
An event loop in userland with a driver fiber and suspensions runs inside a coroutine
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

/** What Revolt's driver does: callbacks run in a loop fiber, code waits by suspending to it. */
final class Loop
{
    /** @var list<Closure> */
    private array $queue = [];
    /** @var array<int, array{float, Closure}> */
    private array $timers = [];
    private ?Fiber $driver = null;
    private int $ids = 0;

    public function defer(Closure $callback): void { $this->queue[] = $callback; }

    public function delay(float $seconds, Closure $callback): int
    {
        $this->timers[++$this->ids] = [microtime(true) + $seconds, $callback];
        return $this->ids;
    }

    public function cancel(int $id): void { unset($this->timers[$id]); }

    public function async(Closure $task): Suspension
    {
        $suspension = new Suspension($this);
        $this->defer(function () use ($task, $suspension) {
            (new Fiber(function () use ($task, $suspension) {
                try {
                    $suspension->resume($task());
                } catch (Throwable $e) {
                    $suspension->throw($e);
                }
            }))->start();
        });
        return $suspension;
    }

    /** Runs until $until is settled (main), as Suspension::suspend() does outside of fibers. */
    public function run(Closure $until): void
    {
        $this->driver ??= new Fiber(function () {
            while (true) {
                $this->tick();
                Fiber::suspend();
            }
        });
        while (!$until()) {
            $this->driver->isStarted() ? $this->driver->resume() : $this->driver->start();
        }
    }

    private function tick(): void
    {
        [$queue, $this->queue] = [$this->queue, []];
        foreach ($queue as $callback) {
            $callback();
        }
        if ($this->queue) {
            return;
        }
        asort($this->timers);
        foreach ($this->timers as $id => [$due, $callback]) {
            $wait = (int)ceil(($due - microtime(true)) * 1000);
            if ($wait > 0) {
                delay($wait);
            }
            unset($this->timers[$id]);
            $callback();
            return;
        }
    }
}
final class Suspension
{
    private ?Fiber $fiber = null;
    private ?array $settled = null;

    public function __construct(private Loop $loop) {}

    public function suspend(): mixed
    {
        if (!$this->settled) {
            if ($this->fiber = Fiber::getCurrent()) {
                Fiber::suspend();
            } else {
                $this->loop->run(fn() => $this->settled !== null);
            }
        }
        [$value, $error] = $this->settled;
        return $error ? throw $error : $value;
    }

    public function resume(mixed $value = null): void { $this->settle([$value, null]); }

    public function throw(Throwable $error): void { $this->settle([null, $error]); }

    private function settle(array $outcome): void
    {
        $this->settled = $outcome;
        if ($this->fiber) {
            $this->loop->defer(fn() => $this->fiber->resume());
        }
    }
}
function program(string $name): string
{
    $loop = new Loop();
    $sleep = function (float $seconds) use ($loop): void {
        $suspension = new Suspension($loop);
        $loop->delay($seconds, fn() => $suspension->resume());
        $suspension->suspend();
    };
    $log = [];
    $tasks = [];
    foreach ([30, 10, 20] as $i => $ms) {
        $tasks[] = $loop->async(function () use ($ms, $i, $sleep, &$log) {
            $sleep($ms / 1000);
            $log[] = $i;
            return $ms;
        });
    }
    $failing = $loop->async(function () use ($sleep) { $sleep(0.001); throw new LogicException('failed'); });
    try {
        $failing->suspend();
    } catch (LogicException $e) {
        $log[] = $e->getMessage();
    }
    $cancelled = $loop->delay(0.001, function () { echo "never\n"; });
    $loop->cancel($cancelled);
    $sum = array_sum(array_map(fn($task) => $task->suspend(), $tasks));
    return "$name: " . implode(' ', $log) . ", $sum";
}
$coroutines = [spawn('program', 'one'), spawn('program', 'two')];
$ticks = 0;
$other = spawn(function () use (&$ticks) {
    for (; $ticks < 3; $ticks++) {
        delay(1);
    }
});
foreach ($coroutines as $coroutine) {
    echo await($coroutine), "\n";
}
echo program('top level'), "\n";
echo "$ticks ticks of another coroutine\n";
?>
--EXPECT--
one: failed 1 2 0, 60
two: failed 1 2 0, 60
top level: failed 1 2 0, 60
3 ticks of another coroutine

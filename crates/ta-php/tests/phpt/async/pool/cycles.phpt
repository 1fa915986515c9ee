--TEST--
Cycles through callbacks, strategy and resources are collected
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Pool, CircuitBreakerStrategy};

class Strategy implements CircuitBreakerStrategy
{
    public mixed $pool;

    public function reportSuccess(mixed $source): void {}

    public function reportFailure(mixed $source, Throwable $error): void {}

    public function shouldRecover(): bool
    {
        return true;
    }
}
class Owner
{
    public Pool $pool;

    public function __construct()
    {
        $this->pool = new Pool(
            function () {
                $resource = new stdClass;
                $resource->owner = $this;
                return $resource;
            },
            function ($resource) {
                $GLOBALS['destroyed'][] = 'resource';
            },
            $this->check(...),
            [$this, 'check'],
            fn() => $this->check(),
            min: 1,
        );
        $strategy = new Strategy;
        $strategy->pool = $this->pool;
        $this->pool->setCircuitBreakerStrategy($strategy);
    }

    public function check(): bool
    {
        return true;
    }

    public function __destruct()
    {
        $GLOBALS['destroyed'][] = 'owner';
    }
}
gc_collect_cycles();
$owner = new Owner;
$weak = WeakReference::create($owner);
unset($owner);
var_dump($weak->get() !== null);
var_dump(gc_collect_cycles() > 0);
var_dump($weak->get());
// In which order is the collector's own business.
sort($destroyed);
echo implode(' ', $destroyed), "\n";
?>
--EXPECT--
bool(true)
bool(true)
NULL
owner resource

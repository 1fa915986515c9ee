--TEST--
Only INACTIVE blocks, and giving back still works
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Pool, CircuitBreakerState, ServiceUnavailableException};

$pool = new Pool(fn() => 'resource', max: 1);
var_dump($pool->getState());
$held = $pool->acquire();
$pool->deactivate();
var_dump($pool->getState() === CircuitBreakerState::INACTIVE);
$pool->release($held);
var_dump($pool->tryAcquire());
try {
    $pool->acquire();
} catch (ServiceUnavailableException $e) {
    echo get_class($e), "\n";
}
$pool->recover();
var_dump($pool->getState(), $pool->tryAcquire());
$pool->activate();
var_dump($pool->getState());
?>
--EXPECT--
enum(Async\CircuitBreakerState::ACTIVE)
bool(true)
NULL
Async\ServiceUnavailableException
enum(Async\CircuitBreakerState::RECOVERING)
string(8) "resource"
enum(Async\CircuitBreakerState::ACTIVE)

--TEST--
Cycles that the engine wants to collect between two coroutines are collected in one
--EXTENSIONS--
true_async_server
--INI--
log_errors=0
--FILE--
<?php
use function Async\{await, current_coroutine, spawn, suspend};

final class Cycle
{
    private self $own;

    public function __construct()
    {
        $this->own = $this;
    }

    public function __destruct()
    {
        var_dump(current_coroutine()->isRunning());
        spawn(function () { echo "spawned by the destructor\n"; });
        throw new Exception('reported, since nobody can catch it');
    }
}

new Cycle();
// Handles of coroutines that returned arrays are what the collector looks at, and
// nothing else here is: it becomes due when a coroutine ends.
$held = [];
for ($round = 0; $round < 13; $round++) {
    for ($i = 0; $i < 1000; $i++) {
        $held[] = spawn('range', 1, 3);
    }
    suspend();
    suspend();
    suspend();
}
var_dump(array_unique(array_map(fn($one) => await($one), $held), SORT_REGULAR));
?>
--EXPECTF--
bool(true)

Warning: Uncaught Exception: reported, since nobody can catch it in %s:%d
Stack trace:
#0 [internal function]: Cycle->__destruct()
#1 {main}
  thrown in %s on line %d
spawned by the destructor
array(1) {
  [0]=>
  array(3) {
    [0]=>
    int(1)
    [1]=>
    int(2)
    [2]=>
    int(3)
  }
}

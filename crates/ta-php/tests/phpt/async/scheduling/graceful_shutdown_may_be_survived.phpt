--TEST--
What is shut down may catch the cancellation, wait again and end as it likes
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, graceful_shutdown, spawn, suspend};

$c = spawn(function () {
    try {
        delay(60000);
    } catch (Async\AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
        suspend();
        echo "may wait\n";
        return 'value';
    }
});
suspend();
graceful_shutdown();
try { suspend(); } catch (Cancellation) {}
var_dump(await($c), $c->isCancelled());
?>
--EXPECT--
Graceful shutdown
may wait
string(5) "value"
bool(true)

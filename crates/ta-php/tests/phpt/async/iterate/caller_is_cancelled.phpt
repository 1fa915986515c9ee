--TEST--
Cancelling the caller cancels the callbacks and what they have spawned
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, iterate, spawn, suspend};

$caller = spawn(function () {
    try {
        iterate([1, 2, 3], function (int $i) {
            spawn(function () {
                try {
                    delay(60_000);
                } finally {
                    echo "spawned is unwound\n";
                }
            });
            try {
                delay(60_000);
            } finally {
                echo "callback $i is unwound\n";
            }
        }, 1);
    } catch (Async\AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
        return 'survived';
    }
});
for ($turn = 0; $turn < 9; $turn++) {
    suspend();
}
$caller->cancel(new Async\AsyncCancellation('enough'));
echo await($caller), "\n";
?>
--EXPECT--
enough
callback 1 is unwound
spawned is unwound
survived

--TEST--
The first failure is thrown by await_all_or_fail() as it is, when the others have ended
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all_or_fail, delay, spawn};

$first = new RuntimeException('first');
try {
    await_all_or_fail([
        spawn(function () {
            try {
                delay(60_000);
            } finally {
                echo "the other one is stopped\n";
            }
        }),
        spawn(function () use ($first) { delay(1); throw $first; }),
        spawn(function () { delay(60_000); }),
    ]);
} catch (RuntimeException $e) {
    var_dump($e === $first, $e->getPrevious());
}
?>
--EXPECT--
the other one is stopped
bool(true)
NULL

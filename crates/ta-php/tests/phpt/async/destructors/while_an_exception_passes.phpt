--TEST--
A destructor may suspend while an exception passes through; the exception goes on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

final class Slow
{
    public function __destruct() { delay(1); echo "destroyed\n"; }
}
function fail(): void
{
    $slow = new Slow();
    throw new RuntimeException('original');
}
$quiet = spawn(function () {
    for ($i = 0; $i < 3; $i++) {
        try {
            delay(1);
            throw new LogicException('of another coroutine');
        } catch (LogicException) {
        }
    }
});
echo await(spawn(function () {
    try {
        fail();
    } catch (RuntimeException $e) {
        return $e->getMessage();
    }
})), "\n";
await($quiet);
?>
--EXPECT--
destroyed
original

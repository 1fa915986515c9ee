--TEST--
While somebody holds the handle, the exception is kept for a later await
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

$coroutine = spawn(fn() => throw new RuntimeException('kept'));
delay(5);
echo "nothing was reported\n";
try {
    await($coroutine);
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
unset($coroutine);
echo "end\n";
?>
--EXPECT--
nothing was reported
kept
end

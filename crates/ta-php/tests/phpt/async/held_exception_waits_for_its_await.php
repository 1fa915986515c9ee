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

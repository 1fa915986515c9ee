<?php
use function Async\{delay, spawn};

$coroutine = spawn(fn() => throw new RuntimeException('kept'));
delay(5);
try {
    unset($coroutine);
    echo "nothing\n";
} catch (RuntimeException $e) {
    echo 'raised: ', $e->getMessage(), "\n";
}
?>

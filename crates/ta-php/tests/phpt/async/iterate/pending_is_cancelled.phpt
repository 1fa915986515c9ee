--TEST--
What callbacks have spawned is cancelled after the last callback, and waited for
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, iterate, spawn};

iterate([1], function () {
    spawn(function () {
        try {
            delay(60_000);
        } catch (Async\AsyncCancellation $e) {
            echo $e->getMessage(), "\n";
            delay(2);
            echo "gone\n";
        }
    });
    delay(1);
    echo "callback ends\n";
});
echo "done\n";
?>
--EXPECT--
callback ends
Cancellation of pending coroutines after iterator completion
gone
done

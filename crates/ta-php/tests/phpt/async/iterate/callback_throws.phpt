--TEST--
The first exception cancels the other callbacks and what they have spawned, and is thrown
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, iterate, spawn};

$error = new DomainException('third');
try {
    iterate([1, 2, 3, 4], function (int $i) use ($error) {
        echo "+$i\n";
        if ($i === 1) {
            spawn(function () {
                try {
                    delay(60_000);
                } catch (Async\AsyncCancellation $e) {
                    echo 'spawned: ', $e->getMessage(), "\n";
                }
            });
        }
        if ($i === 3) {
            delay(1);
            throw $error;
        }
        try {
            delay(60_000);
        } catch (Async\AsyncCancellation $e) {
            echo "-$i: ", $e->getMessage(), "\n";
            throw $e;
        }
    }, 3);
} catch (DomainException $e) {
    var_dump($e === $error, $e->getPrevious());
}
echo "done\n";
?>
--EXPECT--
+1
+2
+3
-1: Cancellation of the iterator due to an exception
-2: Cancellation of the iterator due to an exception
spawned: Cancellation of the iterator due to an exception
bool(true)
NULL
done

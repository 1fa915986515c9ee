--TEST--
A cancelled lookup shows the cancellation, and the next one works
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$lookups = [
    fn() => gethostbyname('localhost'),
    fn() => fsockopen('localhost', 1, $code, $message, 1),
];
foreach ($lookups as $lookup) {
    $asks = spawn($lookup);
    suspend();
    $asks->cancel();
    try {
        await($asks);
        echo "not reached\n";
    } catch (Throwable $error) {
        echo $error::class, "\n";
    }
}
echo await(spawn(fn() => gethostbyname('localhost'))), "\n";
?>
--EXPECT--
Async\AsyncCancellation
Async\AsyncCancellation
127.0.0.1

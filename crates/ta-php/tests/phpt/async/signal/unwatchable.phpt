--TEST--
A signal that cannot be watched rejects the future
--EXTENSIONS--
true_async_server
posix
pcntl
--FILE--
<?php
use Async\Signal;
use function Async\{await, signal};

foreach ([Signal::SIGKILL, Signal::SIGBREAK, Signal::SIGABRT2] as $signal) {
    try {
        await(signal($signal));
    } catch (Async\AsyncException $e) {
        echo $signal->name, ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
SIGKILL: The system does not let this signal be watched
SIGBREAK: The system does not let this signal be watched
SIGABRT2: The system does not let this signal be watched

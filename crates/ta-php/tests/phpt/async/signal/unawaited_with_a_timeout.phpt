--TEST--
The timeout of a signal that nobody awaits does not keep the process alive either
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Signal;
use function Async\{signal, timeout};

$future = signal(Signal::SIGUSR1, timeout(50000));
$future->ignore();
$began = hrtime(true);
register_shutdown_function(function () use ($began) {
    echo hrtime(true) - $began < 40e9 ? "at once" : "late", "\n";
});
?>
--EXPECT--
at once

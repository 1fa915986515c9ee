<?php
use function Async\{delay, spawn, suspend};

$start = hrtime(true);
$coroutine = spawn(function () { delay(9000); });
suspend();
$coroutine->cancel();
register_shutdown_function(function () use ($start) { var_dump(hrtime(true) - $start < 5_000_000_000); });
?>

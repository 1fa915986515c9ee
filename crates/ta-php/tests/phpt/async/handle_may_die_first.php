<?php
use function Async\{delay, spawn};

$coroutine = spawn(function () { delay(2); echo "still runs\n"; });
unset($coroutine);
gc_collect_cycles();
echo "dropped\n";
?>

<?php
use function Async\{delay, spawn};

register_shutdown_function(function () { echo "shutdown function\n"; });
spawn(function () { delay(2); echo "coroutine\n"; });
echo "main\n";
exit(0);
?>

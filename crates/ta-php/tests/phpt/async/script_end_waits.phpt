--TEST--
The script ends when all coroutines have, then shutdown functions, then destructors
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn};

final class Last
{
    public function __destruct() { echo "destructor\n"; }
}
$last = new Last();
register_shutdown_function(function () { echo "shutdown function\n"; });
spawn(function () { delay(10); echo "long one\n"; });
spawn(function () { echo "short one\n"; });
echo "end of main\n";
?>
--EXPECT--
end of main
short one
long one
shutdown function
destructor

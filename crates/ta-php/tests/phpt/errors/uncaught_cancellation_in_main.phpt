--TEST--
A cancellation that leaves the main script ends it silently
--EXTENSIONS--
true_async_server
--FILE--
<?php
register_shutdown_function(function () { echo "shutdown\n"; });
echo "before\n";
throw new Async\AsyncCancellation('nobody hears this');
?>
--EXPECT--
before
shutdown

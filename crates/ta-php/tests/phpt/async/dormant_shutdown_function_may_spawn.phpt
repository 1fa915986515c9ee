--TEST--
A script without coroutines may still spawn its first one in a shutdown function
--EXTENSIONS--
true_async_server
--FILE--
<?php
register_shutdown_function(function () {
    Async\spawn(function () { Async\delay(1); echo "first and last\n"; });
    echo "shutdown\n";
});
echo "main\n";
?>
--EXPECT--
main
shutdown
first and last

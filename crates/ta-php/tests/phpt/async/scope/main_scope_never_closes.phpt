--TEST--
An error that passes through the main scope does not close it for shutdown functions
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$failed = spawn(fn() => throw new Exception('kept'));
suspend();
try {
    await($failed);
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
register_shutdown_function(function () {
    spawn(function () { echo "spawned in a shutdown function\n"; });
});
echo "end of main\n";
?>
--EXPECT--
kept
end of main
spawned in a shutdown function

--TEST--
A fatal error in a destructor ends the script, and no other destructor is called
--EXTENSIONS--
true_async_server
--FILE--
<?php
$made = 0;
function destroy(int $resource): void
{
    echo "destroy $resource\n";
    trigger_error('fatal', E_USER_ERROR);
}
$pool = new Async\Pool(function () use (&$made) {
    return ++$made;
}, 'destroy', min: 3);
register_shutdown_function(function () {
    echo "shutdown\n";
});
$pool->close();
echo "never\n";
?>
--EXPECTF--
destroy 1
%A
Fatal error: fatal in %s on line %d%A
shutdown

--TEST--
A fatal error in a destructor that had suspended leaves no switch blocked behind
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../../client.inc';
[$status, $output] = (new Script(<<<'CODE'
final class Dying
{
    public function __destruct()
    {
        Async\delay(1);
        trigger_error('fatal in the destructor', E_USER_ERROR);
    }
}
register_shutdown_function(function () {
    $fiber = new Fiber(fn() => Fiber::suspend("fibers switch\n"));
    echo $fiber->start();
    Async\delay(1);
    echo "coroutines switch\n";
});
Async\spawn(function () { new Dying(); });
CODE))->wait();
echo preg_match('~fatal in the destructor~', $output), "\n", strstr($output, 'fibers switch');
?>
--EXPECT--
1
fibers switch
coroutines switch

--TEST--
A waiter that the channel has failed does not run when a fatal error ends the script
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$empty = new Channel(1);
$full = new Channel(1);
$full->send(1);
$slot = new Channel;
foreach ([fn() => $empty->recv(), fn() => $full->send(2), fn() => $slot->send(3)] as $wait) {
    spawn(function () use ($wait) {
        try {
            $wait();
        } catch (Throwable $e) {
            echo "never\n";
        } finally {
            echo "nor this\n";
        }
    });
}
suspend();
$empty->close();
$full->close();
$slot->close();
register_shutdown_function(function () {
    echo "shutdown\n";
});
eval('abstract class A { abstract function f(); } class B extends A {}');
?>
--EXPECTF--
Fatal error: Class B contains 1 abstract method and must therefore be declared abstract or implement the remaining %s (A::f) in %s on line 1%A
shutdown

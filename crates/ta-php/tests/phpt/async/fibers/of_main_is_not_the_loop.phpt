--TEST--
Code that runs in the loop while main waits in a fiber is not inside of that fiber
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn};

final class Stray
{
    public function __destruct()
    {
        var_dump(Fiber::getCurrent());
        try {
            Fiber::suspend('out of the loop');
        } catch (FiberError $e) {
            echo "FiberError\n";
        }
    }
}
$fiber = new Fiber(function () {
    $stray = new Stray();
    $never_started = spawn(function () use ($stray) { echo "never\n"; });
    unset($stray);
    $never_started->cancel();
    unset($never_started);
    delay(5);
    return 'main waited to the end';
});
var_dump($fiber->start());
echo $fiber->getReturn(), "\n";
?>
--EXPECT--
NULL
FiberError
NULL
main waited to the end

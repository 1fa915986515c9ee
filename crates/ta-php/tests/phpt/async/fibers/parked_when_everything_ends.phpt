--TEST--
A fiber that waits in an async call when the engine destroys all objects ends with its coroutine
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn, suspend};

final class Late
{
    public ?Late $self = null;
    public function __destruct()
    {
        spawn(function () {
            $GLOBALS['fiber'] = $fiber = new Fiber(function () {
                try {
                    delay(1);
                    echo "waited\n";
                } finally {
                    echo "finally\n";
                }
            });
            $fiber->start();
            echo "coroutine\n";
        });
        suspend();
        echo "destructor\n";
    }
}
$late = new Late();
$late->self = $late;
echo "main\n";
?>
--EXPECT--
main
destructor
waited
finally
coroutine

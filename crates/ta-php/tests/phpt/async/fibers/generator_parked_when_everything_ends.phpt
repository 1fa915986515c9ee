--TEST--
A generator that waits inside of a coroutine when the engine destroys all objects ends with its coroutine
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn, suspend};

function slow(): Generator
{
    $held = new stdClass();
    $held->value = 'still there';
    try {
        yield 1;
        delay(1);
        echo "$held->value\n";
        yield 2;
    } finally {
        echo "finally\n";
    }
}
final class Late
{
    public ?Late $self = null;
    public function __destruct()
    {
        spawn(function () {
            foreach (slow() as $value) {
                echo "$value\n";
            }
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
1
destructor
still there
2
finally
coroutine

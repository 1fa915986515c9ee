--TEST--
Suspending in an autoloader, an output callback or a destructor run by the collector works or throws; nothing crashes
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

spl_autoload_register(function (string $class) {
    try {
        delay(1);
    } catch (Async\AsyncException $e) {
    }
    eval("class $class {}");
});
$one = spawn(fn() => get_class(new LoadedLate()));
$two = spawn(fn() => get_class(new LoadedLate()));
echo await($one), ' ', await($two), "\n";

ob_start(function (string $buffer) {
    try {
        delay(1);
    } catch (Throwable $e) {
    }
    return strtoupper($buffer);
});
spawn(function () {});
echo "through the callback\n";
ob_end_flush();

final class Cyclic
{
    public ?Cyclic $self = null;
    public function __destruct()
    {
        try {
            delay(1);
        } catch (Async\AsyncException $e) {
        }
    }
}
for ($i = 0; $i < 10; $i++) {
    $cycle = new Cyclic();
    $cycle->self = $cycle;
}
unset($cycle);
echo gc_collect_cycles() > 0 ? 'collected' : 'nothing', "\n";
delay(2);
echo "end\n";
?>
--EXPECT--
LoadedLate LoadedLate
THROUGH THE CALLBACK
collected
end

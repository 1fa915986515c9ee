--TEST--
A scope that has ended lets go of its handlers, also when they hold its own children
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend};

final class Probe
{
    public function __destruct() { echo "freed\n"; }
}
(function () {
    $probe = new Probe();
    $parent = new Scope();
    $child = Scope::inherit($parent);
    $parent->setExceptionHandler(function () use ($child, $probe) {});
    $parent->setChildScopeExceptionHandler(function () use ($child, $probe) {});
})();
delay(0);
suspend();
gc_collect_cycles();
echo "end\n";
?>
--EXPECT--
freed
end

--TEST--
Errors from a child scope go to the child handler first, then to the exception handler
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{suspend, spawn};

$parent = new Scope();
$parent->setExceptionHandler(function (Scope $s, $c, Throwable $e) {
    $chain = [];
    for (; $e; $e = $e->getPrevious()) {
        $chain[] = $e->getMessage();
    }
    echo 'exception handler: ', implode(' <- ', $chain), "\n";
});
$child = Scope::inherit($parent);
$child->spawn(function () { throw new RuntimeException('one'); });
suspend(); suspend();

$parent->setChildScopeExceptionHandler(function (Scope $s, $c, Throwable $e) use ($parent) {
    echo 'child handler: ', $e->getMessage(), ' ', var_export($s === $parent, true), "\n";
});
$child = Scope::inherit($parent);
$child->spawn(function () { throw new RuntimeException('two'); });
suspend(); suspend();
var_dump($child->isCancelled(), $parent->isCancelled());

$parent->setChildScopeExceptionHandler(function (Scope $s, $c, Throwable $e) {
    throw new LogicException('the handler failed');
});
$child = Scope::inherit($parent);
$child->spawn(function () { throw new RuntimeException('three'); });
suspend(); suspend();

$parent->setChildScopeExceptionHandler(fn() => print("not for own coroutines\n"));
$parent->spawn(function () { throw new RuntimeException('four'); });
suspend(); suspend();
?>
--EXPECT--
exception handler: one
child handler: two true
bool(true)
bool(false)
exception handler: the handler failed <- three
exception handler: four

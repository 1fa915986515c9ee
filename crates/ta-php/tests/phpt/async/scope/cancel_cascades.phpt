--TEST--
Cancelling a parent reaches all descendants with one exception object, siblings and parents never
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend, await};

$root = new Scope();
$left = Scope::inherit($root);
$leaf = Scope::inherit($left);
$right = Scope::inherit($root);
$seen = [];
$wait = function (string $name) use (&$seen) {
    return function () use ($name, &$seen) {
        try {
            delay(60000);
        } catch (Async\AsyncCancellation $e) {
            $seen[$name] = $e;
            throw $e;
        }
    };
};
$root->spawn($wait('root'));
$l = $left->spawn($wait('left'));
$leaf->spawn($wait('leaf'));
$r = $right->spawn($wait('right'));
suspend();
$why = new Async\AsyncCancellation('enough');
$left->cancel($why);
suspend();
echo implode(' ', array_keys($seen)), "\n";
var_dump($seen['left'] === $why, $seen['leaf'] === $why);
var_dump($root->isCancelled(), $right->isCancelled(), $r->isCancellationRequested());
$root->cancel();
suspend();
echo implode(' ', array_keys($seen)), "\n";
?>
--EXPECT--
leaf left
bool(true)
bool(true)
bool(false)
bool(false)
bool(false)
leaf left right root

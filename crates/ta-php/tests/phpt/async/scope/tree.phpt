--TEST--
Scopes form a tree: inherit() gives children, the constructor a detached root
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\spawn;

$root = new Scope();
$a = Scope::inherit($root);
$b = Scope::inherit($root);
var_dump($root->getChildScopes() === [$a, $b], $a->getChildScopes());
unset($a);
var_dump($root->getChildScopes() === [$b]);
var_dump($root->provideScope() === $root);
$inner = $root->spawn(function () use ($root) {
    $child = Scope::inherit();
    var_dump(in_array($child, $root->getChildScopes(), true));
});
Async\await($inner);
?>
--EXPECT--
bool(true)
array(0) {
}
bool(true)
bool(true)
bool(true)

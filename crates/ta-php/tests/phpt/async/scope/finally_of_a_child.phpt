--TEST--
finally handlers of a child scope are not cancelled with the parent, which ends after them
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend};

$parent = new Scope();
$child = Scope::inherit($parent);
$child->finally(function () {
    echo "child: begins\n";
    suspend();
    echo "child: goes on\n";
});
$parent->finally(function () { echo "parent\n"; });
$parent->spawn(fn() => delay(60_000));
suspend();
$parent->cancel();
for ($i = 0; $i < 6; $i++) {
    suspend();
}
var_dump($parent->isClosed(), $child->isClosed());
?>
--EXPECT--
child: begins
child: goes on
parent
bool(true)
bool(true)

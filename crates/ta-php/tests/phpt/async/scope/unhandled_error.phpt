--TEST--
An error nobody handles cancels its scope, its siblings and the scopes above, and ends the script
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend};

$parent = new Scope();
$child = Scope::inherit($parent);
foreach (['parent' => $parent, 'child' => $child] as $name => $scope) {
    $scope->spawn(function () use ($name) {
        try {
            delay(60000);
        } catch (Async\AsyncCancellation $e) {
            echo "$name: ", $e->getMessage(), "\n";
        }
    });
}
$child->spawn(function () { throw new RuntimeException('nobody cares'); });
delay(10);
echo "not reached: main was cancelled\n";
?>
--EXPECTF--
child: Scope was cancelled
parent: Scope was cancelled

Fatal error: Uncaught RuntimeException: nobody cares in %s:%d
Stack trace:
#0 [internal function]: {closure%S}()
#1 {main}
  thrown in %s on line %d

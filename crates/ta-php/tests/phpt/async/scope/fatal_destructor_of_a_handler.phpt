--TEST--
A fatal error in a destructor that runs because a scope has gone ends that destructor only
--EXTENSIONS--
true_async_server
--INI--
log_errors=0
--FILE--
<?php
use Async\Scope;
use function Async\{suspend};

final class Bomb
{
    public function __destruct()
    {
        echo "destroyed\n";
        trigger_error('in a destructor', E_USER_ERROR);
    }
}

$scope = (new Scope())->allowZombies();
$bomb = new Bomb();
$scope->setExceptionHandler(function () use ($bomb) {});
unset($bomb);
$scope->spawn(function () { suspend(); echo "last of the scope\n"; });
suspend();
unset($scope);
for ($i = 0; $i < 5; $i++) {
    suspend();
}
echo "main goes on\n";
?>
--EXPECTF--
last of the scope
destroyed
%A
Fatal error: in a destructor in %s on line %d
main goes on

--TEST--
find, get and has look upwards, their Local kin do not
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{await, current_context, root_context, coroutine_context};

root_context()->set('inherited', 'from root')->set('null', null);
var_dump(root_context() === current_context());
$scope = Scope::inherit();
await($scope->spawn(function () {
    $c = current_context();
    $c->set('own', 'mine');
    var_dump($c->find('inherited'), $c->get('inherited'), $c->has('inherited'));
    var_dump($c->findLocal('inherited'), $c->hasLocal('inherited'), $c->findLocal('own'));
    var_dump($c->has('null'), $c->get('null'), $c->find('missing'), $c->has('missing'));
    foreach (['get', 'getLocal'] as $method) {
        try {
            $c->$method('missing');
        } catch (Async\ContextException $e) {
            var_dump($e instanceof Async\AsyncException, str_contains($e->getMessage(), 'missing'));
        }
    }
    try { $c->get(new ArrayObject()); } catch (Async\ContextException $e) { var_dump(str_contains($e->getMessage(), 'ArrayObject')); }
    var_dump(coroutine_context()->find('inherited'));
}));
$detached = new Scope();
await($detached->spawn(function () {
    var_dump(current_context()->find('inherited'), root_context()->find('inherited'));
}));
?>
--EXPECT--
bool(true)
string(9) "from root"
string(9) "from root"
bool(true)
NULL
bool(false)
string(4) "mine"
bool(true)
NULL
NULL
bool(false)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
NULL
NULL
string(9) "from root"

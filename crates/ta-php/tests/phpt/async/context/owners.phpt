--TEST--
Which context belongs to whom
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{await, spawn, current_context, coroutine_context, request_context, current_coroutine};

current_context()->set('before the first spawn', 1);
$a = spawn(function () {
    coroutine_context()->set('mine', 'a');
    var_dump(coroutine_context() === current_coroutine()->getContext());
    var_dump(current_context()->get('before the first spawn'));
});
$b = spawn(fn() => var_dump(coroutine_context()->find('mine')));
await($a);
await($b);
var_dump($a->getContext()->get('mine'), $a->getContext() === $a->getContext());
var_dump(request_context());
$scope = Scope::inherit();
$one = await($scope->spawn(fn() => current_context()));
$two = await($scope->spawn(fn() => current_context()));
var_dump($one === $two, $one === current_context());
unset($scope);
$one->set('own', 'kept after the scope has gone');
var_dump($one->find('own'), $one->find('before the first spawn'));
?>
--EXPECT--
bool(true)
int(1)
NULL
string(1) "a"
bool(true)
NULL
bool(true)
bool(false)
string(29) "kept after the scope has gone"
NULL

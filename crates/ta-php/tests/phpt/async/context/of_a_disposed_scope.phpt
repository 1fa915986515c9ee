--TEST--
The context of a disposed scope keeps its own values and inherits none
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{await, current_context, root_context};

root_context()->set('inherited', 'from root');
$scope = Scope::inherit();
$context = await($scope->spawn(fn() => current_context()->set('own', 'mine')));
var_dump($context->find('own'), $context->find('inherited'));
$scope->dispose();
var_dump($context->find('own'), $context->find('inherited'), $context->has('inherited'));
try {
    $context->get('inherited');
} catch (Async\ContextException $e) {
    echo get_class($e), "\n";
}
?>
--EXPECT--
string(4) "mine"
string(9) "from root"
string(4) "mine"
NULL
bool(false)
Async\ContextException

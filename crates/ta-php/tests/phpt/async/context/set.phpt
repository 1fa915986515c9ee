--TEST--
set() keeps what is there unless told to replace; set and unset return the context
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{await, current_context};

$c = current_context();
var_dump($c->set('k', 1) === $c);
try {
    $c->set('k', 2);
} catch (Async\AsyncException $e) {
    echo $e->getMessage(), "\n";
}
var_dump($c->get('k'), $c->set('k', 3, true)->get('k'), $c->unset('k') === $c, $c->has('k'), $c->unset('k') === $c);
$c->set('above', 1);
$child = Scope::inherit();
await($child->spawn(function () {
    var_dump(current_context()->set('above', 'own value')->get('above'));
}));
var_dump($c->get('above'));
?>
--EXPECT--
bool(true)
Context key already exists and replace is false
int(1)
int(3)
bool(true)
bool(false)
bool(true)
string(9) "own value"
int(1)

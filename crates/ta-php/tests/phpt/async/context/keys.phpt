--TEST--
Keys are strings as they are, or objects by identity, which the context keeps alive
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\current_context;

$c = current_context();
$c->set('7', 'string seven');
var_dump($c->get('7'));
class Key { function __destruct() { echo "key freed\n"; } }
$key = new Key();
$c->set($key, 'by object');
var_dump($c->get($key), $c->has(new ArrayObject()));
$weak = WeakReference::create($key);
unset($key);
var_dump($weak->get() !== null);
$c->unset($weak->get());
var_dump($weak->get());
foreach ([1.5, [], null, true] as $bad) {
    try {
        var_dump($c->find($bad));
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECTF--
string(12) "string seven"
string(9) "by object"
bool(false)
bool(true)
key freed
NULL
NULL
Async\Context::find(): Argument #1 ($key) must be of type %s, array given
%A

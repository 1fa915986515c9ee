--TEST--
HttpRequest is final, cannot be made, cloned, serialised or written to
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpRequest;

$class = new ReflectionClass(HttpRequest::class);
var_dump($class->isFinal(), $class->isInstantiable(), $class->isCloneable(), $class->getProperties());
refusal('new', fn() => new HttpRequest());
serve(function ($request) {
    refusal('clone', fn() => clone $request);
    foreach (['serialize' => fn() => serialize($request), 'property' => function () use ($request) { $request->user = 1; }] as $what => $try) {
        try {
            $try();
            echo "$what: accepted\n";
        } catch (Throwable $e) {
            echo "$what: refused\n";
        }
    }
}, get('/'));
?>
--EXPECT--
bool(true)
bool(false)
bool(false)
array(0) {
}
new: Error
clone: Error
serialize: refused
property: refused

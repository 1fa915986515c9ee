--TEST--
HttpResponse is final, cannot be made, cloned, serialised or written to
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpResponse;

$class = new ReflectionClass(HttpResponse::class);
var_dump($class->isFinal(), $class->isInstantiable(), $class->isCloneable(), $class->getProperties());
refusal('new', fn() => new HttpResponse());
serve(function ($request, $response) {
    refusal('clone', fn() => clone $response);
    foreach (['serialize' => fn() => serialize($response), 'property' => function () use ($response) { $response->user = 1; }] as $what => $try) {
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

--TEST--
awaitBody() returns the request itself, at once and as often as you like
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

serve(function ($request) {
    $switched = false;
    Async\spawn(function () use (&$switched) { $switched = true; });
    var_dump($request->awaitBody() === $request, $request->awaitBody()->awaitBody()->getBody(), $switched);
}, post('/', 'all of it'));
serve(fn($request) => var_dump($request->awaitBody() === $request), get('/'));
?>
--EXPECT--
bool(true)
string(9) "all of it"
bool(false)
bool(true)

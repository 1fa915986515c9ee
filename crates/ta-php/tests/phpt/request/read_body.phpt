--TEST--
On a buffered request readBody() gives the whole body once, then null; then getBody() is empty
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

serve(function ($request) {
    var_dump($request->getBody(), $request->readBody(), $request->readBody(), $request->readBody(), $request->getBody());
}, post('/', 'whole'));
serve(fn($request) => var_dump($request->readBody(), $request->readBody()), get('/'));
serve(fn($request) => var_dump($request->readBody(), $request->readBody()), post('/', ''));
?>
--EXPECT--
string(5) "whole"
string(5) "whole"
NULL
NULL
string(0) ""
NULL
NULL
NULL
NULL

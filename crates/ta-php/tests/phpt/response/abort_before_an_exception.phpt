--TEST--
abort() in a catch block leaves a response that has not begun to the exception
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    try {
        $response->setHeader('x', 'y');
        throw new TrueAsync\HttpException('no', 403);
    } catch (TrueAsync\HttpException $e) {
        $response->abort();
        throw $e;
    }
}, get('/'));
show($answer);
?>
--EXPECT--
HTTP/1.1 403 no
content-length: 2
content-type: text/plain; charset=utf-8

no

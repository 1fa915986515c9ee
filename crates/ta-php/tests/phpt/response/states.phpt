--TEST--
isEnded() and isHeadersSent() are false until end(), which returns nothing and takes null
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    $response->setStatusCode(201)->setHeader('x', 'y')->setBody('b');
    var_dump($response->isEnded(), $response->isHeadersSent());
    var_dump($response->end(null));
    var_dump($response->isEnded(), $response->isHeadersSent(), $response->getBody());
}, get('/'));
echo responses($answer)[0]['body'], "\n";
?>
--EXPECT--
bool(false)
bool(false)
NULL
bool(true)
bool(true)
string(1) "b"
b

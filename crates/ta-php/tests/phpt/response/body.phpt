--TEST--
setBody() replaces, appendBody() appends, getBody() gives the buffer; no Content-Type is invented
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    var_dump($response->getBody());
    $response->appendBody('a')->appendBody('')->appendBody('b');
    var_dump($response->getBody());
    $body = 'replaced';
    var_dump($response->setBody($body)->getBody());
    $body .= ' not';
    $response->appendBody("\0\xff");
    refusal('array', fn() => $response->setBody([]));
    refusal('object', fn() => $response->appendBody(new stdClass()));
}, get('/'));
$response = responses($answer)[0];
echo $response['headers']['content-length'][0], ' ', addcslashes($response['body'], "\0\xff"), "\n";
echo isset(responses($answer)[0]['headers']['content-type']) ? 'has a type' : 'no type', "\n";
?>
--EXPECT--
string(0) ""
string(2) "ab"
string(8) "replaced"
array: TypeError
object: TypeError
10 replaced\000\377
no type

--TEST--
sendEarlyHints() refuses what is no link, and sends nothing of it
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    $refused = [
        [1], [''], ['/a; rel=preload'], ['<'], ["</a>\r\nx: y"], [' </a>'], [['rel' => 'preload']],
        ['/a' => 'preload'], ['' => []], ['/a b' => []], ['/ü' => []], ['/a>' => []],
        ['/a' => ['rel']], ['/a' => ['a b' => 'c']], ['/a' => ['a' => "\n"]], ['/a' => ['a' => []]], ['/a' => ['a' => 1]],
        ['</good>; rel=preload', '/bad' => 1],
    ];
    $messages = [];
    foreach ($refused as $links) {
        try {
            $response->sendEarlyHints($links);
            echo json_encode($links), ": accepted\n";
        } catch (TrueAsync\HttpServerInvalidArgumentException $e) {
            $messages[] = $e->getMessage();
        }
    }
    echo count($messages), ' of ', count($refused), ': ', implode(";\n", array_unique($messages)), "\n";
    refusal('no array', fn() => $response->sendEarlyHints('</a>'));
    $response->setBody('final');
}, get('/'));
show($answer);
?>
--EXPECT--
18 of 18: HttpResponse::sendEarlyHints(): an element without a key must be a string, the value of a Link field;
HttpResponse::sendEarlyHints(): a Link value must look like "<uri>; rel=preload";
HttpResponse::sendEarlyHints(): the value of a URI must be an array of parameters;
HttpResponse::sendEarlyHints(): a key must be a URI, with other characters encoded;
HttpResponse::sendEarlyHints(): a parameter's name must be a token of RFC 9110;
HttpResponse::sendEarlyHints(): a parameter must be a string without control bytes, or a bool
no array: TypeError
HTTP/1.1 200 OK
content-length: 5

final

--TEST--
Neither the text of a fatal error nor what was prepared reaches the client
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    $response->setHeader('x-half', '1')->setBody('half');
    eval('function strlen() {}');
}, get('/'));
$response = responses($answer)[0];
echo "\n", $response['status'], ' ', $response['reason'], ' | ', trim($response['body']), "\n";
var_dump(isset($response['headers']['x-half']), str_contains($answer, 'strlen'));
?>
--EXPECTF--
%A
500 Internal Server Error | Internal Server Error
bool(false)
bool(false)

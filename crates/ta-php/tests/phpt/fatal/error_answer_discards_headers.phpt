--TEST--
Status, headers and body set before the exception are discarded
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    $response->setStatusCode(201)->setReasonPhrase('Half way')->setHeader('x-secret', '1')->addHeader('set-cookie', 'session=1')
        ->setHeader('content-type', 'application/pdf')->setBody('half of the page');
    throw new RuntimeException('broken');
}, get('/'));
$response = responses($answer)[0];
echo $response['status'], ' ', $response['reason'], ' ', trim($response['body']), "\n";
foreach (['x-secret', 'set-cookie'] as $name) {
    var_dump(isset($response['headers'][$name]));
}
var_dump(in_array('application/pdf', $response['headers']['content-type'] ?? [], true), str_contains($answer, 'half'));
?>
--EXPECT--
500 Internal Server Error Internal Server Error
bool(false)
bool(false)
bool(false)
bool(false)

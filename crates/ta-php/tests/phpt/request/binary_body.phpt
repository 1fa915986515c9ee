--TEST--
A megabyte of every byte value arrives as it was sent
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$body = '';
for ($i = 0; $i < 256; $i++) {
    $body .= chr($i) . chr(255 - $i);
}
$body = str_repeat($body, 2048);
$answer = serve(function ($request, $response) {
    $response->setBody(strlen($request->getBody()) . ' ' . md5($request->getBody()));
}, post('/', $body, 'application/octet-stream'));
var_dump(responses($answer)[0]['body'] === strlen($body) . ' ' . md5($body));
?>
--EXPECT--
bool(true)

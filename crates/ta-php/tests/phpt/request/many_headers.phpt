--TEST--
256 fields are accepted and all arrive
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$fields = '';
for ($i = 0; $i < 254; $i++) {
    $fields .= "x-$i: v$i\r\n";
}
$answer = serve(function ($request, $response) {
    $headers = $request->getHeaders();
    $response->setBody(count($headers) . ' ' . $headers['x-0'] . ' ' . $request->getHeader('X-253'));
}, get('/', $fields . "connection: close\r\n"));
echo responses($answer)[0]['body'], "\n";
?>
--EXPECT--
256 v0 v253

--TEST--
The methods of the specification are accepted, and methods are case-sensitive
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$requests = [];
foreach (['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'COPY', 'LOCK', 'MKCOL', 'MOVE', 'PROPFIND', 'PROPPATCH',
    'UNLOCK', 'REPORT', 'SEARCH', 'PURGE', 'LINK', 'UNLINK', 'get', 'Get'] as $method) {
    $requests[$method] = "$method / HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n";
}
foreach (serve(fn($request, $response) => $response->setBody($request->getMethod()), $requests) as $method => $answer) {
    $response = responses($answer)[0];
    echo $response['status'], $response['body'] === $method || $response['status'] !== 200 ? '' : " as $response[body]", ' ';
}
?>
--EXPECT--
200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 501 501

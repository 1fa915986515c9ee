--TEST--
Method, target, path and version are as received, nothing is decoded
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$targets = [
    'GET /',
    'GET /a%20b/../c?x=1&y=%20',
    'GET //double//slash',
    'GET /?',
    'GET /a?b?c=d',
    'OPTIONS *',
    'GET http://example.test:81/abs/path?q=1',
    'GET http://example.test',
    'DELETE /item/5',
    'PROPFIND /dav',
    'PATCH /p',
];
$requests = array_map(fn($line) => "$line HTTP/1.1\r\nhost: example.test\r\nconnection: close\r\n\r\n", $targets);
$log = [];
serve(function ($request, $response) use (&$log) {
    $log[] = [$request->getMethod(), $request->getUri(), $request->getPath(), $request->getHttpVersion()];
}, $requests);
foreach ($log as $row) {
    echo implode(' | ', $row), "\n";
}
?>
--EXPECT--
GET | / | / | 1.1
GET | /a%20b/../c?x=1&y=%20 | /a%20b/../c | 1.1
GET | //double//slash | //double//slash | 1.1
GET | /? | / | 1.1
GET | /a?b?c=d | /a | 1.1
OPTIONS | * | * | 1.1
GET | http://example.test:81/abs/path?q=1 | /abs/path | 1.1
GET | http://example.test | / | 1.1
DELETE | /item/5 | /item/5 | 1.1
PROPFIND | /dav | /dav | 1.1
PATCH | /p | /p | 1.1

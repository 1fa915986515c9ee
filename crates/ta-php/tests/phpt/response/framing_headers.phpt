--TEST--
Transfer-Encoding is the server's, Content-Length is computed, Date is the handler's if set
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    $response->setHeader('Transfer-Encoding', 'chunked')->setHeader('Content-Length', '9999')
        ->setHeader('Date', 'Thu, 01 Jan 1970 00:00:00 GMT')->setBody('hello');
    refusal('gzip', fn() => $response->setHeader('transfer-encoding', 'gzip'));
    refusal('gzip, chunked', fn() => $response->addHeader('Transfer-Encoding', 'gzip, chunked'));
    echo json_encode($response->hasHeader('transfer-encoding')), "\n";
}, get('/'));
$headers = responses($answer)[0]['headers'];
unset($headers['connection']);
ksort($headers);
echo json_encode($headers), "\n";

$date = responses(serve(fn() => null, get('/')))[0]['headers']['date'];
echo count($date), ' ', preg_match('~^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z][a-z] \d{4} \d\d:\d\d:\d\d GMT$~', $date[0]), ' ',
    abs(strtotime($date[0]) - time()) < 15 ? 'now' : $date[0], "\n";
?>
--EXPECT--
gzip: TrueAsync\HttpServerInvalidArgumentException
gzip, chunked: TrueAsync\HttpServerInvalidArgumentException
false
{"content-length":["5"],"date":["Thu, 01 Jan 1970 00:00:00 GMT"]}
1 1 now

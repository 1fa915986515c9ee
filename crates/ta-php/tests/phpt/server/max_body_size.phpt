--TEST--
A body of maxBodySize bytes is accepted; one more byte is 413, with a length and in chunks
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$chunked = fn(int $size) => "POST / HTTP/1.1\r\nhost: test\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n"
    . dechex($size) . "\r\n" . str_repeat('x', $size) . "\r\n0\r\n\r\n";
$lengths = [];
$answers = serve(
    function ($request, $response) use (&$lengths) { $lengths[] = strlen($request->getBody()); },
    [
        'just fits' => post('/', str_repeat('x', 2000)),
        'one too many' => post('/', str_repeat('x', 2001)),
        'announced only' => "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 99999999999\r\n\r\n",
        'chunked, just fits' => $chunked(2000),
        'chunked, one too many' => $chunked(2001),
    ],
    fn($config) => $config->setMaxBodySize(2000),
);
foreach ($answers as $what => $answer) {
    $response = responses($answer)[0];
    echo "$what: $response[status] $response[reason]\n";
}
echo implode(' ', $lengths), "\n";
?>
--EXPECT--
just fits: 200 OK
one too many: 413 Content Too Large
announced only: 413 Content Too Large
chunked, just fits: 200 OK
chunked, one too many: 413 Content Too Large
2000 2000

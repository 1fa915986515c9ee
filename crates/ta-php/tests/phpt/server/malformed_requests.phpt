--TEST--
Malformed requests get the status of the specification, close the connection, and never reach the handler
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$requests = [
    'garbage' => "hello\r\n\r\n",
    'HTTP/0.9' => "GET /\r\n\r\n",
    'unknown method' => "FROB / HTTP/1.1\r\nhost: test\r\n\r\n",
    'CONNECT' => "CONNECT a:1 HTTP/1.1\r\nhost: a:1\r\n\r\n",
    'HTTP/2.0' => "GET / HTTP/2.0\r\nhost: test\r\n\r\n",
    'HTTP/1.2' => "GET / HTTP/1.2\r\nhost: test\r\n\r\n",
    'star with GET' => "GET * HTTP/1.1\r\nhost: test\r\n\r\n",
    'fragment' => "GET /a#b HTTP/1.1\r\nhost: test\r\n\r\n",
    'long target' => 'GET /' . str_repeat('a', 8192) . " HTTP/1.1\r\nhost: test\r\n\r\n",
    'no host' => "GET / HTTP/1.1\r\n\r\n",
    'two hosts' => "GET / HTTP/1.1\r\nhost: a\r\nhost: a\r\n\r\n",
    'bare LF' => "GET / HTTP/1.1\nhost: test\n\n",
    'obs-fold' => "GET / HTTP/1.1\r\nhost: test\r\nx: a\r\n b\r\n\r\n",
    'space before colon' => "GET / HTTP/1.1\r\nhost : test\r\n\r\n",
    'control in value' => "GET / HTTP/1.1\r\nhost: test\r\nx: a\x01b\r\n\r\n",
    'long value' => "GET / HTTP/1.1\r\nhost: test\r\nx: " . str_repeat('a', 8193) . "\r\n\r\n",
    '257 fields' => "GET / HTTP/1.1\r\nhost: test\r\n" . str_repeat("x: a\r\n", 256) . "\r\n",
    'length and chunked' => "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    'signed length' => "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: +5\r\n\r\nhello",
    'two lengths' => "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello",
    'unknown coding' => "POST / HTTP/1.1\r\nhost: test\r\ntransfer-encoding: xchunked\r\n\r\n0\r\n\r\n",
    'bad chunk size' => "POST / HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n\r\n",
    'two content types' => "POST / HTTP/1.1\r\nhost: test\r\ncontent-type: a/b\r\ncontent-type: a/b\r\n\r\n",
    'unknown Expect' => "POST / HTTP/1.1\r\nhost: test\r\nexpect: 200-ok\r\ncontent-length: 1\r\n\r\nx",
];
$called = 0;
$answers = serve(function () use (&$called) { $called++; }, $requests);
foreach ($answers as $what => $answer) {
    $list = responses($answer);
    $first = $list[0];
    $faults = [];
    if (count($list) !== 1) {
        $faults[] = count($list) . ' answers';
    }
    if (($first['headers']['connection'][0] ?? '') !== 'close') {
        $faults[] = 'no Connection: close';
    }
    if (($first['headers']['content-type'][0] ?? '') !== 'text/plain; charset=utf-8') {
        $faults[] = 'no plain text';
    }
    if ($first['body'] !== "$first[reason]\r\n") {
        $faults[] = 'body ' . json_encode($first['body']);
    }
    echo "$what: $first[status] $first[reason]", $faults ? ' but ' . implode(', ', $faults) : '', "\n";
}
var_dump($called);
?>
--EXPECT--
garbage: 400 Bad Request
HTTP/0.9: 400 Bad Request
unknown method: 501 Not Implemented
CONNECT: 405 Method Not Allowed
HTTP/2.0: 505 HTTP Version Not Supported
HTTP/1.2: 400 Bad Request
star with GET: 400 Bad Request
fragment: 400 Bad Request
long target: 414 URI Too Long
no host: 400 Bad Request
two hosts: 400 Bad Request
bare LF: 400 Bad Request
obs-fold: 400 Bad Request
space before colon: 400 Bad Request
control in value: 400 Bad Request
long value: 431 Request Header Fields Too Large
257 fields: 431 Request Header Fields Too Large
length and chunked: 400 Bad Request
signed length: 400 Bad Request
two lengths: 400 Bad Request
unknown coding: 400 Bad Request
bad chunk size: 400 Bad Request
two content types: 400 Bad Request
unknown Expect: 417 Expectation Failed
int(0)

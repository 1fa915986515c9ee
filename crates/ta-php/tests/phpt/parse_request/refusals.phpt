--TEST--
http_parse_request() is false for what is incomplete or wrong, and never throws for it
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../uploads/form.inc';

$whole = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
for ($length = 0; $length < strlen($whole); $length++) {
    if (TrueAsync\http_parse_request(substr($whole, 0, $length)) !== false) {
        echo "accepted the first $length bytes\n";
    }
}
foreach ([
    "GET /\r\n\r\n",
    "GET / HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\nHost: h\n\n",
    "CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n",
    "NOSUCH / HTTP/1.1\r\nHost: h\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nabc",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10485761\r\n\r\n" . str_repeat('x', 10485761),
    post('/', field('a', 'no end'), 'multipart/form-data; boundary=XX'),
] as $request) {
    if (TrueAsync\http_parse_request($request) !== false) {
        echo "accepted $request\n";
    }
}
$function = new ReflectionFunction('TrueAsync\http_parse_request');
echo $function->getReturnType(), ' ', $function->getParameters()[0], "\n";
?>
--EXPECT--
TrueAsync\HttpRequest|false Parameter #0 [ <required> string $request ]

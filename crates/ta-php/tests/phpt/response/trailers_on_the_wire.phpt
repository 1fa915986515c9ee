--TEST--
Trailers go out behind chunks, to clients that asked for them only
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$handler = function ($request, $response) {
    $response->setTrailer('x-sum', 'abc');
    match ($request->getPath()) {
        '/stream' => $response->write('body')->setTrailer('x-late', '1'),
        '/buffered' => $response->setBody('body'),
        '/empty' => null,
        '/none' => $response->setStatusCode(204),
        '/declared' => $response->setHeader('content-length', '4')->write('body'),
    };
};
foreach (['te: trailers', 'te: gzip'] as $te) {
    $answers = serve($handler, array_map(fn($path) => get($path, "$te\r\nconnection: close\r\n"), ['/stream', '/buffered', '/empty', '/none', '/declared']));
    echo $te, "\n";
    foreach ($answers as $answer) {
        [$head, $body] = explode("\r\n\r\n", $answer, 2);
        preg_match('~^(transfer-encoding|content-length): .*$~mi', $head, $m);
        echo '  ', trim($m[0] ?? '-'), ' ', json_encode($body), "\n";
    }
}
?>
--EXPECT--
te: trailers
  transfer-encoding: chunked "4\r\nbody\r\n0\r\nx-sum: abc\r\nx-late: 1\r\n\r\n"
  transfer-encoding: chunked "4\r\nbody\r\n0\r\nx-sum: abc\r\n\r\n"
  transfer-encoding: chunked "0\r\nx-sum: abc\r\n\r\n"
  - ""
  content-length: 4 "body"
te: gzip
  transfer-encoding: chunked "4\r\nbody\r\n0\r\n\r\n"
  content-length: 4 "body"
  content-length: 0 ""
  - ""
  content-length: 4 "body"

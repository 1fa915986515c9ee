--TEST--
A stream whose handler throws is cut off, and only the log says why
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = fopen('php://memory', 'w+');
$answers = serve(function ($request, $response) {
    $response->write('part');
    Async\delay(1);
    match ($request->getPath()) {
        '/throw' => throw new LogicException('on purpose'),
        '/http' => throw new TrueAsync\HttpException('teapot', 418),
    };
}, ['throw' => get('/throw', '') . get('/never'), 'http' => get('/http', '') . get('/never')],
    fn($config) => $config->setLogSeverity(TrueAsync\LogSeverity::ERROR)->setLogStream($log));
foreach ($answers as $name => $answer) {
    echo $name, ': ', json_encode(explode("\r\n\r\n", $answer, 2)[1]), "\n";
}
rewind($log);
echo preg_match_all('~(\w+) uncaught in a request handler after the response had begun: (on purpose|teapot)~', stream_get_contents($log)), "\n";
?>
--EXPECT--
throw: "4\r\npart\r\n"
http: "4\r\npart\r\n"
2

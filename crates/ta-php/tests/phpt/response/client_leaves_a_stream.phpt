--TEST--
Writing to a client that left throws HttpException 499, also out of a wait, and logs nothing
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = fopen('php://memory', 'w+');
serve_client(function ($request, $response) {
    $chunk = str_repeat('x', 100_000);
    try {
        for ($i = 0; $i < 100_000; $i++) {
            $response->write($chunk);
        }
        echo "never noticed\n";
    } catch (TrueAsync\HttpException $e) {
        echo $e->getCode(), ' ', $e->getMessage(), "\n";
    }
    attempt('write', fn() => $response->write('x'));
    attempt('tryWrite', fn() => $response->tryWrite('x'));
    echo json_encode([$response->isWritable(), $response->awaitWritable(), $response->isHeadersSent()]), "\n";
    $response->write('uncaught');
}, <<<'CODE'
    $c = connect();
    send($c, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    fread($c, 1000);
    fclose($c);
    CODE, [], fn($config) => $config->setLogSeverity(TrueAsync\LogSeverity::WARN)->setLogStream($log));
rewind($log);
var_dump(stream_get_contents($log));
?>
--EXPECT--
499 stream closed by peer
write: TrueAsync\HttpException: stream closed by peer
tryWrite: TrueAsync\HttpException: stream closed by peer
[false,false,true]
string(0) ""

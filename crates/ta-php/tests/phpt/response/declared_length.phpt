--TEST--
A Content-Length set before the first write() is held to the byte
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve(function ($request, $response) {
    $response->setHeader('Content-Length', '5');
    $response->write('123');
    if ($request->getPath() === '/short') {
        attempt('end', fn() => $response->end());
        attempt('end again', fn() => $response->end());
        return;
    }
    attempt('too long', fn() => $response->write('456'));
    attempt('too long', fn() => $response->tryWrite('456'));
    $response->write('45');
    attempt('more', fn() => $response->write('6'));
}, ['exact' => get('/exact', '') . get('/exact'), 'short' => get('/short', '') . get('/never')]);
foreach (responses($answers['exact']) as $response) {
    echo $response['headers']['content-length'][0], ' ', $response['body'], "\n";
}
echo json_encode(explode("\r\n\r\n", $answers['short'], 2)[1]), "\n";
?>
--EXPECT--
too long: TrueAsync\HttpServerRuntimeException: Cannot write 1 bytes more than the declared Content-Length
too long: TrueAsync\HttpServerRuntimeException: Cannot write 1 bytes more than the declared Content-Length
more: TrueAsync\HttpServerRuntimeException: Cannot write 1 bytes more than the declared Content-Length
too long: TrueAsync\HttpServerRuntimeException: Cannot write 1 bytes more than the declared Content-Length
too long: TrueAsync\HttpServerRuntimeException: Cannot write 1 bytes more than the declared Content-Length
more: TrueAsync\HttpServerRuntimeException: Cannot write 1 bytes more than the declared Content-Length
end: ok
end again: TrueAsync\HttpServerRuntimeException: Response has already been aborted
5 12345
5 12345
"123"

--TEST--
end() writes its last bytes and closes the stream for good
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve(function ($request, $response) {
    $response->write('a');
    match ($request->getPath()) {
        '/data' => $response->end('z'),
        '/null' => $response->end(),
        '/empty' => $response->end(''),
    };
    if ($request->getPath() !== '/data') {
        return;
    }
    var_dump($response->isEnded(), $response->isWritable(), $response->awaitWritable());
    attempt('end', fn() => $response->end());
    attempt('write', fn() => $response->write('b'));
    attempt('tryWrite', fn() => $response->tryWrite('b'));
    attempt('abort', fn() => $response->abort());
    attempt('setTrailer', fn() => $response->setTrailer('x', 'y'));
}, ['data' => get('/data'), 'null' => get('/null'), 'empty' => get('/empty')]);
foreach ($answers as $name => $answer) {
    echo $name, ': ', json_encode(explode("\r\n\r\n", $answer, 2)[1]), "\n";
}
?>
--EXPECT--
bool(true)
bool(false)
bool(false)
end: TrueAsync\HttpServerRuntimeException: Response has already been closed
write: TrueAsync\HttpServerRuntimeException: Cannot modify response after end() has been called
tryWrite: TrueAsync\HttpServerRuntimeException: Cannot modify response after end() has been called
abort: TrueAsync\HttpServerRuntimeException: Response has already been closed — the body was already finished cleanly
setTrailer: TrueAsync\HttpServerRuntimeException: Cannot modify response after end() has been called
data: "1\r\na\r\n1\r\nz\r\n0\r\n\r\n"
null: "1\r\na\r\n0\r\n\r\n"
empty: "1\r\na\r\n0\r\n\r\n"

--TEST--
abort() cuts a stream off, leaves a response that has not begun alone, and may be repeated
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve(function ($request, $response) {
    $path = $request->getPath();
    if ($path === '/open') {
        $response->abort();
        $response->setBody('still usable');
        return;
    }
    $response->write($path === '/empty' ? '' : 'part');
    $response->abort(7);
    $response->abort();
    echo json_encode([$response->isEnded(), $response->isHeadersSent(), $response->isWritable()]), "\n";
    attempt('end', fn() => $response->end());
    attempt('write', fn() => $response->write('x'));
    attempt('setHeader', fn() => $response->setHeader('x', 'y'));
}, ['cut' => get('/cut', '') . get('/never'), 'open' => get('/open'), 'empty' => get('/empty')]);
foreach ($answers as $name => $answer) {
    echo $name, ': ', json_encode(explode("\r\n\r\n", $answer, 2)[1]), "\n";
}
?>
--EXPECT--
[true,true,false]
end: TrueAsync\HttpServerRuntimeException: Response has already been aborted
write: TrueAsync\HttpServerRuntimeException: Cannot modify response after abort() has been called
setHeader: TrueAsync\HttpServerRuntimeException: Cannot modify response after abort() has been called
[true,true,false]
end: TrueAsync\HttpServerRuntimeException: Response has already been aborted
write: TrueAsync\HttpServerRuntimeException: Cannot modify response after abort() has been called
setHeader: TrueAsync\HttpServerRuntimeException: Cannot modify response after abort() has been called
cut: "4\r\npart\r\n"
open: "still usable"
empty: "0\r\n\r\n"

--TEST--
After end() every mutation is refused with the documented text, getters go on working
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

show(serve(function ($request, $response) {
    $response->setStatusCode(202)->setHeader('x-a', '1')->end('done');
    $calls = [
        'setStatusCode' => [500], 'setReasonPhrase' => ['x'], 'setHeader' => ['x-b', '2'], 'addHeader' => ['x-b', '2'], 'resetHeaders' => [],
        'setBody' => ['more'], 'appendBody' => ['more'], 'json' => [[]], 'html' => ['x'], 'redirect' => ['/'], 'end' => ['again'],
    ];
    foreach ($calls as $method => $arguments) {
        attempt($method, fn() => $response->$method(...$arguments));
    }
    echo json_encode([
        $response->getStatusCode(), $response->getReasonPhrase(), $response->getHeader('x-a'), $response->getHeaders(), $response->getBody(),
        $response->isEnded(), $response->isHeadersSent(), $response->getProtocolVersion(),
    ]), "\n";
}, get('/')));
?>
--EXPECT--
setStatusCode: TrueAsync\HttpServerRuntimeException: Cannot modify response after end() has been called
setReasonPhrase: TrueAsync\HttpServerRuntimeException: Cannot modify response after end() has been called
setHeader: TrueAsync\HttpServerRuntimeException: Cannot modify response after end() has been called
addHeader: TrueAsync\HttpServerRuntimeException: Cannot modify response after end() has been called
resetHeaders: TrueAsync\HttpServerRuntimeException: Cannot modify response after end() has been called
setBody: TrueAsync\HttpServerRuntimeException: Cannot modify response after end() has been called
appendBody: TrueAsync\HttpServerRuntimeException: Cannot modify response after end() has been called
json: TrueAsync\HttpServerRuntimeException: Cannot modify response after end() has been called
html: TrueAsync\HttpServerRuntimeException: Cannot modify response after end() has been called
redirect: TrueAsync\HttpServerRuntimeException: Cannot modify response after end() has been called
end: TrueAsync\HttpServerRuntimeException: Response has already been closed
[202,"Accepted","1",{"x-a":"1"},"done",true,true,"1.1"]
HTTP/1.1 202 Accepted
content-length: 4
x-a: 1

done

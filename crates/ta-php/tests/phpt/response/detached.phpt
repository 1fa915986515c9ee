--TEST--
A response kept beyond its request can be read but not changed
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$kept = [];
serve(function ($request, $response) use (&$kept) {
    $kept[] = $response->setStatusCode(201)->setHeader('x-a', '1')->setBody($request->getPath());
    if ($request->getPath() === '/ended') {
        $response->end();
    }
}, [get('/returned'), get('/ended')]);
foreach ($kept as $response) {
    foreach (['setStatusCode' => [404], 'setHeader' => ['a', 'b'], 'addHeader' => ['a', 'b'], 'resetHeaders' => [], 'setBody' => ['x'],
        'appendBody' => ['x'], 'json' => [1], 'html' => ['x'], 'redirect' => ['/'], 'setReasonPhrase' => ['x'], 'end' => []] as $method => $arguments) {
        try {
            $response->$method(...$arguments);
            echo "$method accepted\n";
        } catch (TrueAsync\HttpServerRuntimeException $e) {
        }
    }
    echo json_encode([$response->getStatusCode(), $response->getHeader('x-a'), $response->isEnded(), $response->getProtocolName()]), "\n";
}
?>
--EXPECT--
[201,"1",true,"HTTP"]
[201,"1",true,"HTTP"]

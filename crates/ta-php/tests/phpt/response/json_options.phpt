--TEST--
json() keeps a Content-Type set before, checks the status, and takes its flags from the configuration when 0
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve(function ($request, $response) {
    switch ($request->getPath()) {
        case '/type':
            $response->setHeader('Content-Type', 'application/problem+json')->json(['é' => '/']);
            break;
        case '/status':
            refusal('100', fn() => $response->json([], 100));
            refusal('600', fn() => $response->json([], status: 600));
            break;
        case '/flags':
            $response->json(['é' => '/'], flags: JSON_UNESCAPED_UNICODE);
            break;
        case '/twice':
            $response->json([1])->json([2], 202);
            break;
    }
}, [get('/type'), get('/status'), get('/flags'), get('/twice')], fn($config) => $config->setJsonEncodeFlags(0));
foreach ($answers as $answer) {
    $response = responses($answer)[0];
    echo $response['status'], ' ', $response['headers']['content-type'][0] ?? 'no type', ' ', $response['body'], "\n";
}
?>
--EXPECT--
100: TrueAsync\HttpServerInvalidArgumentException
600: TrueAsync\HttpServerInvalidArgumentException
200 application/problem+json {"\u00e9":"\/"}
200 no type 
200 application/json {"é":"\/"}
202 application/json [2]

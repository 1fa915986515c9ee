--TEST--
readBody() never returns more than maxLen bytes of a streamed body and loses none
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$body = random_bytes(200000);
serve(function ($request) use ($body) {
    $read = '';
    $longest = 0;
    for ($most = 1; ($piece = $request->readBody($most)) !== null; $most = min($most * 2, 5000)) {
        $read .= $piece;
        if (strlen($piece) > $most || $piece === '') {
            echo strlen($piece), " instead of $most\n";
        }
    }
    var_dump($read === $body);
    refusal('zero', fn() => $request->readBody(0));
}, post('/', $body), fn($config) => $config->setBodyStreamingEnabled(true));
?>
--EXPECT--
bool(true)
zero: TrueAsync\HttpServerInvalidArgumentException

--TEST--
awaitBody() gathers what is left of a streamed body; then it is like any other
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$body = http_build_query(['a' => ['b' => str_repeat('x', 100000)]]);
serve(function ($request) use ($body) {
    echo json_encode([$request->getPost(), $request->getBody(), $request->hasBody()]), "\n";
    var_dump($request->awaitBody() === $request, $request->awaitBody()->getBody() === $body, $request->hasBody());
    var_dump(strlen($request->getPost()['a']['b']), $request->readBody(7), $request->getBody());
}, post('/', $body, 'application/x-www-form-urlencoded'), fn($config) => $config->setBodyStreamingEnabled(true));

serve(function ($request) {
    $first = $request->readBody(10);
    echo $first, ' ', strlen($request->awaitBody()->getBody()), "\n";
}, post('/', '0123456789' . str_repeat('x', 99990)), fn($config) => $config->setBodyStreamingEnabled(true));
?>
--EXPECT--
[[],"",false]
bool(true)
bool(true)
bool(true)
int(100000)
string(7) "a%5Bb%5"
string(0) ""
0123456789 99990

--TEST--
What cannot be encoded answers 500 with a fixed body, never an exception; partial output is honoured
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$cases = [
    ["\xff"],
    [NAN],
    [["\xff"], 200, JSON_THROW_ON_ERROR],
    [['a' => 1, 'b' => "\xff"], 200, JSON_PARTIAL_OUTPUT_ON_ERROR],
    [["\xff"], 201, JSON_INVALID_UTF8_SUBSTITUTE],
];
// A bare string is ready JSON and not looked at, so the first case wraps it.
$cases[0] = [["\xff"]];
$answers = serve(function ($request, $response) use ($cases) {
    try {
        $response->json(...$cases[(int) substr($request->getPath(), 1)]);
    } catch (Throwable $e) {
        echo get_class($e), "\n";
    }
}, array_map(fn($number) => get("/$number"), array_keys($cases)));
foreach ($answers as $answer) {
    $response = responses($answer)[0];
    echo $response['status'], ' ', $response['headers']['content-type'][0], ' ', $response['body'], "\n";
}
?>
--EXPECT--
500 application/json {"error":"json encoding failed"}
500 application/json {"error":"json encoding failed"}
500 application/json {"error":"json encoding failed"}
200 application/json {"a":1,"b":null}
201 application/json ["\ufffd"]

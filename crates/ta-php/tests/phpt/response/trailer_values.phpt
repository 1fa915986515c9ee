--TEST--
Trailers are checked like headers, framing fields and pseudo-headers are refused, and sets are atomic
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

serve(function ($request, $response) {
    $response->setTrailer('kept', 'yes');
    $refused = [
        ['', 'a'], [':status', '200'], ['a b', 'a'], ["a\n", 'a'], ['a', "x\r\ny: z"], ['a', ' x'], ['a', "x\0"],
        ['Content-Length', '1'], ['transfer-encoding', 'chunked'], ['TE', 'x'], ['Trailer', 'x'], ['Connection', 'close'], ['host', 'x'],
    ];
    $accepted = 0;
    foreach ($refused as [$name, $value]) {
        foreach ([fn() => $response->setTrailer($name, $value), fn() => $response->setTrailers(['other' => '1', $name => $value])] as $call) {
            try {
                $call();
                echo json_encode([$name, $value]), ": accepted\n";
            } catch (TrueAsync\HttpServerInvalidArgumentException) {
            }
        }
    }
    refusal('an array', fn() => $response->setTrailers(['other' => '1', 'a' => ['b']]));
    refusal('an object', fn() => $response->setTrailers(['other' => '1', 'a' => new stdClass()]));
    refusal('no array', fn() => $response->setTrailers('a: b'));
    echo json_encode($response->getTrailers()), "\n";
}, get('/'));
?>
--EXPECT--
an array: TypeError
an object: TypeError
no array: TypeError
{"kept":"yes"}

--TEST--
readBody() never gives more than $maxLen bytes and keeps the rest; less than 1 is an invalid argument
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

serve(function ($request) {
    foreach ([0, -1, PHP_INT_MIN] as $length) {
        refusal("maxLen $length", fn() => $request->readBody($length));
    }
    $pieces = [];
    while (($piece = $request->readBody(maxLen: 4)) !== null) {
        $pieces[] = $piece;
    }
    echo implode('|', $pieces), "\n";
    var_dump($request->readBody(4));
}, post('/', 'abcdefghij'));
serve(function ($request) {
    $first = $request->readBody();
    echo strlen($first) <= 65536 ? 'bounded' : strlen($first), ', ';
    $all = $first;
    while (($piece = $request->readBody()) !== null) {
        $all .= $piece;
    }
    echo strlen($all), "\n";
}, post('/', str_repeat('x', 200000)));
?>
--EXPECT--
maxLen 0: TrueAsync\HttpServerInvalidArgumentException
maxLen -1: TrueAsync\HttpServerInvalidArgumentException
maxLen -9223372036854775808: TrueAsync\HttpServerInvalidArgumentException
abcd|efgh|ij
NULL
bounded, 200000

--TEST--
abort() takes error codes of 32 bits, and refuses others before it does anything
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    foreach ([-1, 4294967296, PHP_INT_MIN] as $code) {
        attempt("abort($code)", fn() => $response->abort($code));
    }
    foreach ([0, 4294967295, null] as $code) {
        attempt('abort(' . json_encode($code) . ')', fn() => $response->abort($code));
    }
    refusal('abort(a)', fn() => $response->abort('a'));
    $response->end('fine');
}, get('/'));
echo responses($answer)[0]['body'], "\n";
?>
--EXPECT--
abort(-1): TrueAsync\HttpServerInvalidArgumentException: HttpResponse::abort(): the error code must be between 0 and 4294967295, -1 given
abort(4294967296): TrueAsync\HttpServerInvalidArgumentException: HttpResponse::abort(): the error code must be between 0 and 4294967295, 4294967296 given
abort(-9223372036854775808): TrueAsync\HttpServerInvalidArgumentException: HttpResponse::abort(): the error code must be between 0 and 4294967295, -9223372036854775808 given
abort(0): ok
abort(4294967295): ok
abort(null): ok
abort(a): TypeError
fine

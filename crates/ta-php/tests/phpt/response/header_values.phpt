--TEST--
A header value takes visible bytes, space, tab and bytes above 0x7f, but no control and no space around
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    $response->setHeader('x-kept', 'before');
    for ($byte = 0; $byte < 256; $byte++) {
        $value = 'a' . chr($byte) . 'b';
        $legal = $byte >= 0x20 && $byte !== 0x7f || $byte === 9;
        try {
            $response->setHeader('x-byte', $value);
            $taken = true;
        } catch (TrueAsync\HttpServerInvalidArgumentException $e) {
            $taken = false;
        }
        if ($taken !== $legal) {
            printf("byte %02x %s\n", $byte, $taken ? 'accepted' : 'refused');
        }
    }
    $response->setHeader('x-byte', "a\tb \xff");
    foreach ([' a', 'a ', "\ta", "a\t", ' ', "a\r\nx: y", "a\n", "\0"] as $value) {
        refusal(json_encode($value), fn() => $response->setHeader('x-kept', $value));
    }
    echo $response->getHeaderLine('x-kept'), "\n";
}, get('/'));
echo bin2hex(responses($answer)[0]['headers']['x-byte'][0]), "\n";
?>
--EXPECT--
" a": TrueAsync\HttpServerInvalidArgumentException
"a ": TrueAsync\HttpServerInvalidArgumentException
"\ta": TrueAsync\HttpServerInvalidArgumentException
"a\t": TrueAsync\HttpServerInvalidArgumentException
" ": TrueAsync\HttpServerInvalidArgumentException
"a\r\nx: y": TrueAsync\HttpServerInvalidArgumentException
"a\n": TrueAsync\HttpServerInvalidArgumentException
"\u0000": TrueAsync\HttpServerInvalidArgumentException
before
61096220ff

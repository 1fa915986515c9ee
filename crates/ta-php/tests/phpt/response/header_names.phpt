--TEST--
A header name must be a token
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

serve(function ($request, $response) {
    $bad = ['', ' ', 'a b', "a\tb", 'a:b', ':', "a\r\nb", "a\0", 'a(b)', 'a,b', 'a;b', 'a/b', 'a@b', 'a[b]', 'a{b}', 'a=b', 'a?b', '"a"', 'a\\b', "caf\xc3\xa9", "a\x7f"];
    foreach ($bad as $name) {
        foreach (['setHeader', 'addHeader'] as $method) {
            try {
                $response->$method($name, 'x');
                echo "$method takes ", json_encode($name), "\n";
            } catch (TrueAsync\HttpServerInvalidArgumentException $e) {
            }
        }
    }
    echo count($bad), ' refused, ', count($response->getHeaders()), " stored\n";
    $token = "!#$%&'*+-.^_`|~0123456789AZaz";
    $response->setHeader($token, 'x');
    echo json_encode($response->getHeaders()), "\n";
}, get('/'));
?>
--EXPECT--
21 refused, 0 stored
{"!#$%&'*+-.^_`|~0123456789azaz":"x"}

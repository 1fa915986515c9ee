--TEST--
The status is 200 at first and may be 200 to 599; a bad one changes nothing
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    var_dump($response->getStatusCode());
    foreach ([200, 599, 299, 418] as $code) {
        echo $response->setStatusCode($code)->getStatusCode(), "\n";
    }
    foreach ([199, 600, 100, 101, 0, -1, PHP_INT_MAX, PHP_INT_MIN] as $code) {
        try {
            $response->setStatusCode($code);
            echo "$code accepted\n";
        } catch (TrueAsync\HttpServerInvalidArgumentException $e) {
            echo preg_match('~status.*\b200\b.*\b599\b~i', $e->getMessage()) ? 'refused' : $e->getMessage(), ' ', $response->getStatusCode(), "\n";
        }
    }
    refusal('text', fn() => $response->setStatusCode('ok'));
}, get('/'));
echo responses($answer)[0]['status'], "\n";
?>
--EXPECT--
int(200)
200
599
299
418
refused 418
refused 418
refused 418
refused 418
refused 418
refused 418
refused 418
refused 418
text: TypeError
418

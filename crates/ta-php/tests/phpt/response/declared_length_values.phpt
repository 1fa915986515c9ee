--TEST--
A declared length that is no length throws at the first write() and leaves the response open
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

foreach (['five', '-1', '+1', '0x5', '1.0', '12345678901234567890', '9223372036854775808', ['1', '1'], '0', '00'] as $value) {
    $answer = serve(function ($request, $response) use ($value) {
        $response->setHeader('content-length', $value);
        refusal(json_encode($value), fn() => $response->write(''));
        if (!$response->isHeadersSent()) {
            $response->setBody('still open');
        }
    }, get('/'));
    $response = responses($answer)[0];
    echo '  ', $response['headers']['content-length'][0] ?? '-', ' ', json_encode($response['body']), "\n";
}
?>
--EXPECT--
"five": TrueAsync\HttpServerRuntimeException
  10 "still open"
"-1": TrueAsync\HttpServerRuntimeException
  10 "still open"
"+1": TrueAsync\HttpServerRuntimeException
  10 "still open"
"0x5": TrueAsync\HttpServerRuntimeException
  10 "still open"
"1.0": TrueAsync\HttpServerRuntimeException
  10 "still open"
"12345678901234567890": TrueAsync\HttpServerRuntimeException
  10 "still open"
"9223372036854775808": TrueAsync\HttpServerRuntimeException
  10 "still open"
["1","1"]: TrueAsync\HttpServerRuntimeException
  10 "still open"
"0": accepted
  0 ""
"00": accepted
  0 ""

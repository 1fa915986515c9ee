--TEST--
Names made of digits are names like any other
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    var_dump($request->getHeader('123'), $request->hasHeader('123'), $request->getHeaders()['123'] ?? 'missing');
    $response->setHeader('456', 'digits')->addHeader('456', 'again');
    var_dump($response->getHeader('456'), $response->getHeaders()['456']);
}, get('/', "123: yes\r\nconnection: close\r\n"));
echo implode(' ', responses($answer)[0]['headers']['456']), "\n";
?>
--EXPECT--
string(3) "yes"
bool(true)
string(3) "yes"
string(6) "digits"
array(2) {
  [0]=>
  string(6) "digits"
  [1]=>
  string(5) "again"
}
digits again

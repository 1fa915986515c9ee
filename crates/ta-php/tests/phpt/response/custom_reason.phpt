--TEST--
setReasonPhrase() overrides the phrase, replaces control bytes, and '' restores the standard
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve(function ($request, $response) {
    $phrase = ['/plain' => 'Brilliant', '/split' => "a\r\nset-cookie: b", '/controls' => "x\0y\x7fz\tw", '/high' => "caf\xc3\xa9", '/empty' => ''][$request->getPath()];
    $response->setReasonPhrase('before')->setReasonPhrase($phrase)->setStatusCode(404);
    echo json_encode($response->getReasonPhrase()), "\n";
}, [get('/plain'), get('/split'), get('/controls'), get('/high'), get('/empty')]);
foreach ($answers as $answer) {
    echo addcslashes(strstr($answer, "\r\n", true), "\0..\37\177..\377"), ', ', count(responses($answer)[0]['headers']['set-cookie'] ?? []), " cookies\n";
}
?>
--EXPECT--
"Brilliant"
"a  set-cookie: b"
"x y z\tw"
"caf\u00e9"
"Not Found"
HTTP/1.1 404 Brilliant, 0 cookies
HTTP/1.1 404 a  set-cookie: b, 0 cookies
HTTP/1.1 404 x y z\tw, 0 cookies
HTTP/1.1 404 caf\303\251, 0 cookies
HTTP/1.1 404 Not Found, 0 cookies

--TEST--
A fatal error is 500 for its request; the server and other requests go on
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve(function ($request, $response) {
    if ($request->getPath() === '/fatal') {
        eval('function strlen() {}');
    }
    $response->setBody('fine');
}, [get('/'), get('/fatal'), get('/'), get('/fatal'), get('/')]);
echo "\n", implode(' ', array_map(fn($answer) => responses($answer)[0]['status'], $answers)), "\n";
echo "main goes on\n";
?>
--EXPECTF--
%AFatal error: %A
200 500 200 500 200
main goes on

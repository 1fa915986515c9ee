--TEST--
A malformed pipelined request is answered after the good ones before it, and those after it never run
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$seen = [];
$answer = serve(function ($request, $response) use (&$seen) {
    $seen[] = $request->getPath();
    Async\delay(3);
    $response->setBody($request->getPath());
}, get('/1', '') . get('/2', '') . "GET /3 HTTP/1.1\r\n\r\n" . get('/4'));
foreach (responses($answer) as $response) {
    echo $response['status'], ' ', trim($response['body']), "\n";
}
echo implode(' ', $seen), "\n";
?>
--EXPECT--
200 /1
200 /2
400 Bad Request
/1 /2

--TEST--
An exception in one of several pipelined requests answers that one only, in its place
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    if ($request->getPath() === '/2') {
        throw new RuntimeException('the second');
    }
    $response->setBody($request->getPath());
}, get('/1', '') . get('/2', '') . get('/3'));
foreach (responses($answer) as $response) {
    echo $response['status'], ' ', trim($response['body']), "\n";
}
?>
--EXPECT--
200 /1
500 Internal Server Error
200 /3

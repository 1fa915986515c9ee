--TEST--
Streamed and buffered answers alternate on one connection
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    $n = substr($request->getPath(), 1);
    if ($n % 2) {
        $response->write('stream ')->write(str_repeat('x', 5000));
        Async\delay(1);
        $response->write(" $n");
    } else {
        $response->setBody("buffered $n");
    }
}, get('/1', '') . get('/2', '') . get('/3', '') . get('/4'));
foreach (responses($answer) as $response) {
    echo str_replace(str_repeat('x', 5000), 'x', $response['body']), "\n";
}
?>
--EXPECT--
stream x 1
buffered 2
stream x 3
buffered 4

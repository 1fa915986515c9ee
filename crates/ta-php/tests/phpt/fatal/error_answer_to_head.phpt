--TEST--
The error answer to HEAD has no body
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(fn() => throw new TrueAsync\HttpException('nope', 403), "HEAD / HTTP/1.1\r\nhost: test\r\n\r\n" . get('/'));
foreach (responses($answer, ['HEAD', 'GET']) as $response) {
    echo $response['status'], ' ', $response['headers']['content-length'][0] > 0 ? 'with a length' : 'empty', ' ', trim($response['body']), "\n";
}
?>
--EXPECT--
403 with a length 
403 with a length nope

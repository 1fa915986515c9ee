--TEST--
A user error handler works in handlers; what it throws ends the request with 500
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

set_error_handler(function (int $level, string $text) {
    throw new ErrorException($text, 0, $level);
});
$answers = serve(function ($request, $response) {
    if ($request->getPath() === '/caught') {
        try {
            echo $undefined;
        } catch (ErrorException $e) {
            $response->setBody('caught');
        }
        return;
    }
    echo $undefined;
}, [get('/caught'), get('/uncaught'), get('/caught')]);
foreach ($answers as $answer) {
    $response = responses($answer)[0];
    echo $response['status'], ' ', trim($response['body']), "\n";
}
?>
--EXPECT--
200 caught
500 Internal Server Error
200 caught

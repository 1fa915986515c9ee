--TEST--
deleteAfterSend removes the file when all of it was sent, and only then
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\SendFileOptions;

$root = site(['small' => 'small', 'large' => str_repeat('x', 1000000)]);
$handler = function ($request, $response) use ($root) {
    if ($request->getPath() === '/look') {
        // The thread that deletes may need a moment.
        for ($try = 0; $try < 200 && glob("$root/*") !== []; $try++) {
            Async\delay(10);
        }
        $response->setBody(json_encode(array_map(basename(...), glob("$root/*"))));
        return;
    }
    if ($request->getPath() === '/count') {
        $response->setBody((string) count(glob("$root/*")));
        return;
    }
    $response->sendFile($root . $request->getPath(), new SendFileOptions(deleteAfterSend: true));
};
$answers = serve($handler, [
    get('/small', "range: bytes=0-0\r\nconnection: close\r\n"),
    get('/small', "if-none-match: *\r\nconnection: close\r\n"),
    get('/large', "range: bytes=9999999-\r\nconnection: close\r\n"),
    get('/count'),
    get('/small'),
    get('/large'),
    get('/look'),
]);
foreach ($answers as $answer) {
    [$response] = responses($answer);
    echo "$response[status] ", strlen($response['body']), ' ', substr($response['body'], 0, 10), "\n";
}
?>
--EXPECT--
206 1 s
304 0 
416 0 
200 1 2
200 5 small
200 1000000 xxxxxxxxxx
200 2 []

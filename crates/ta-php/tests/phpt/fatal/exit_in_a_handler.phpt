--TEST--
exit ends that request with 500 and nothing else
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

register_shutdown_function(function () { echo "shutdown function\n"; });
$answers = serve(function ($request, $response) {
    $response->setBody('half');
    if ($request->getPath() === '/exit') {
        exit(3);
    }
    if ($request->getPath() === '/deep') {
        Async\delay(1);
        array_map(function () { exit(); }, [1]);
    }
    $response->setBody('fine');
}, [get('/'), get('/exit'), get('/deep'), get('/')]);
foreach ($answers as $answer) {
    echo responses($answer)[0]['status'], "\n";
}
echo "main goes on\n";
?>
--EXPECT--
200
500
500
200
main goes on
shutdown function

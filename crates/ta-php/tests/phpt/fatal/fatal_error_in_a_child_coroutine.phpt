--TEST--
A fatal error in a coroutine that a handler awaits ends that request, not the server
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve(function ($request, $response) {
    if ($request->getPath() === '/fatal') {
        $child = Async\spawn(function () {
            Async\delay(1);
            eval('function strlen() {}');
        });
        Async\await($child);
    }
    $response->setBody('fine');
}, [get('/fatal'), get('/')]);
echo "\n", implode(' ', array_map(fn($answer) => responses($answer)[0]['status'], $answers)), "\n";
?>
--EXPECTF--
%A
500 200

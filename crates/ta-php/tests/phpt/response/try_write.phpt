--TEST--
tryWrite() takes what there is room for and never waits
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    $taken = 0;
    // Without a wait in between nothing is sent: only the buffer limits.
    while ($taken < 5000 && $response->tryWrite(str_repeat('x', 1000))) {
        $taken++;
    }
    echo json_encode([$taken === 8 || $taken === 9, $response->isWritable(), $response->awaitWritable(0)]), "\n";
    echo json_encode([$response->awaitWritable(), $response->isWritable(), $response->tryWrite('end')]), "\n";
}, get('/'), fn($config) => $config->setStreamWriteBufferBytes(8192));
echo trim(responses($answer)[0]['body'], 'x'), "\n";
?>
--EXPECT--
[true,false,false]
[true,true,true]
end

--TEST--
write() is refused beside a buffered body and where the status has no content
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve(function ($request, $response) {
    $path = $request->getPath();
    if ($path === '/body') {
        $response->setBody('kept');
    } else {
        $response->setStatusCode((int) substr($path, 1));
    }
    foreach (['write', 'tryWrite'] as $method) {
        try {
            $response->$method('x');
            echo "$path $method: accepted\n";
        } catch (TrueAsync\HttpServerRuntimeException $e) {
            echo "$path $method: ", strtok($e->getMessage(), ';'), "\n";
        }
    }
    echo json_encode([$response->isWritable(), $response->isHeadersSent()]), "\n";
}, ['/body' => get('/body'), '/204' => get('/204'), '/205' => get('/205'), '/304' => get('/304')]);
foreach ($answers as $answer) {
    $response = responses($answer)[0];
    echo $response['status'], ' ', json_encode($response['body']), "\n";
}
?>
--EXPECT--
/body write: Response already has a buffered body — write() would discard it
/body tryWrite: Response already has a buffered body — write() would discard it
[false,false]
/204 write: Cannot write to a response whose status allows no content
/204 tryWrite: Cannot write to a response whose status allows no content
[false,false]
/205 write: Cannot write to a response whose status allows no content
/205 tryWrite: Cannot write to a response whose status allows no content
[false,false]
/304 write: Cannot write to a response whose status allows no content
/304 tryWrite: Cannot write to a response whose status allows no content
[false,false]
200 "kept"
204 ""
205 ""
304 ""

--TEST--
After end() the next request of the connection starts only when the handler has returned
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = [];
$answer = serve(function ($request, $response) use (&$log) {
    $path = $request->getPath();
    $log[] = "$path in";
    $response->end($path);
    Async\delay(10);
    $log[] = "$path out";
}, get('/1', '') . get('/2'));
echo implode(' ', $log), "\n", implode(' ', array_column(responses($answer), 'body')), "\n";
?>
--EXPECT--
/1 in /1 out /2 in /2 out
/1 /2

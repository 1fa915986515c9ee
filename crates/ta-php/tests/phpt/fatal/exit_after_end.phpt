--TEST--
exit after end() leaves the answer untouched
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    $response->end($request->getPath());
    exit(1);
}, get('/1', '') . get('/2'));
echo implode(' ', array_column(responses($answer), 'body')), "\n";
?>
--EXPECT--
/1 /2

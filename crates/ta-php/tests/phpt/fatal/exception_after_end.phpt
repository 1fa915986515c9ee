--TEST--
An exception after end() leaves the answer untouched and the connection usable; it is logged
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = fopen('php://temp', 'w+');
$answer = serve(function ($request, $response) {
    $response->end($request->getPath());
    throw new RuntimeException('after the fact');
}, get('/1', '') . get('/2'), fn($config) => $config->setLogStream($log)->setLogSeverity(TrueAsync\LogSeverity::ERROR));
foreach (responses($answer) as $response) {
    echo $response['status'], ' ', $response['body'], "\n";
}
rewind($log);
echo substr_count(stream_get_contents($log), 'after the fact'), " records\n";
?>
--EXPECT--
200 /1
200 /2
2 records

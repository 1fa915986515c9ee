--TEST--
A log stream that the script closes while the server runs disturbs no request
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = fopen('php://temp', 'w+');
$answers = serve(function ($request, $response) use ($log) {
    if (is_resource($log)) {
        fclose($log);
    }
    throw new RuntimeException('nowhere to go');
}, [get('/'), get('/')], fn($config) => $config->setLogStream($log)->setLogSeverity(TrueAsync\LogSeverity::DEBUG));
echo "\n", implode(' ', array_map(fn($answer) => responses($answer)[0]['status'], $answers)), "\n";
?>
--EXPECTF--
%A
500 500

--TEST--
Multipart bodies are held to maxBodySize: at once by their length, on overrun in chunks; the handler never starts
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/form.inc';

$part = upload('f', 'a', str_repeat('x', 3000));
$chunk = dechex(strlen($part)) . "\r\n$part\r\n";
$answers = serve(function () { echo "never\n"; }, [
    form([$part, $part]),
    "POST / HTTP/1.1\r\nhost: test\r\ncontent-type: multipart/form-data; boundary=XX\r\ntransfer-encoding: chunked\r\n\r\n$chunk$chunk",
], fn($config) => $config->setMaxBodySize(4096));
foreach ($answers as $answer) {
    $answer = responses($answer)[0];
    echo $answer['status'], ' ', $answer['headers']['connection'][0], "\n";
}
?>
--EXPECT--
413 close
413 close

--TEST--
With streaming on the handler starts with the head of a long or chunked request and reads as the client sends
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = [];
$answers = serve_client(function ($request, $response) use (&$log) {
    $log[] = json_encode([$request->getBody(), $request->hasBody(), $request->getContentLength()]);
    $read = '';
    // The client sends the next piece when it has seen that the last one arrived.
    while (($piece = $request->readBody()) !== null) {
        $read .= $piece;
        if (strlen($piece) < 100) {
            file_put_contents($request->getHeader('x-file'), $piece);
        }
    }
    $log[] = json_encode([strlen($read), md5($read), $request->readBody(), $request->getBody(), $request->hasBody()]);
}, <<<'CODE'
    function await_file(string $file, string $content): void
    {
        for ($try = 0; $try < 300 && @file_get_contents($file) !== $content; $try++) {
            usleep(10000);
        }
        @unlink($file);
    }
    send($c = connect(), "POST / HTTP/1.1\r\nhost: test\r\nx-file: $args[0]\r\ncontent-length: 70000\r\n\r\n");
    foreach (['one', 'two'] as $piece) {
        send($c, $piece);
        await_file($args[0], $piece);
    }
    send($c, str_repeat('x', 70000 - 6));
    $answer = [recv_response($c)];
    send($c, "POST / HTTP/1.1\r\nhost: test\r\nx-file: $args[0]\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n");
    foreach (['three', 'four'] as $piece) {
        send($c, dechex(strlen($piece)) . "\r\n$piece\r\n");
        await_file($args[0], $piece);
    }
    send($c, "0\r\n\r\n");
    $answer[] = recv_all($c);
    return $answer;
    CODE, [sys_get_temp_dir() . '/ta-phpt-' . getmypid() . '-piece'], fn($config) => $config->setBodyStreamingEnabled(true));
echo implode("\n", $log), "\n";
var_dump($log[1] === json_encode([70000, md5('onetwo' . str_repeat('x', 69994)), null, '', false]));
foreach ($answers as $answer) {
    echo strtok($answer, "\r"), "\n";
}
?>
--EXPECTF--
["",false,70000]
[70000,"%s",null,"",false]
["",false,null]
[9,"%s",null,"",false]
bool(true)
HTTP/1.1 200 OK
HTTP/1.1 200 OK

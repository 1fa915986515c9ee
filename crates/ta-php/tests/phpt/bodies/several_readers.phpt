--TEST--
Several coroutines may read one body: each piece goes to one of them, and all see the end
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use function Async\{spawn, await, await_all_or_fail, delay};

serve_client(function ($request) {
    $read = function () use ($request) {
        $bytes = 0;
        while (($piece = $request->readBody(1000)) !== null) {
            $bytes += strlen($piece);
        }
        return $bytes;
    };
    $idle = spawn($read);
    $readers = [spawn($read), spawn($read), spawn($read)];
    delay(5);
    // Who would be told next is the one who goes.
    end($readers)->cancel();
    array_pop($readers);
    $idle->cancel();
    echo array_sum(await_all_or_fail($readers)), "\n";
}, <<<'CODE'
    send($c = connect(), "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 100000\r\n\r\n");
    usleep(100000);
    for ($i = 0; $i < 10; $i++) {
        send($c, str_repeat('x', 10000));
        usleep(1000);
    }
    recv_response($c);
    CODE, [], fn($config) => $config->setBodyStreamingEnabled(true));
?>
--EXPECT--
100000

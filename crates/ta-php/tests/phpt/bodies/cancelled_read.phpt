--TEST--
A cancelled readBody() or awaitBody() loses nothing: the next read goes on where it was
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use function Async\{spawn, await, timeout, delay};

$flag = sys_get_temp_dir() . '/ta-phpt-' . getmypid() . '-cancelled';
serve_client(function ($request) use ($flag) {
    echo $request->readBody(3), "\n";
    $gather = spawn(fn() => $request->awaitBody());
    delay(20);
    $gather->cancel();
    attempt('gather', fn() => await($gather));
    echo $request->readBody(), "\n";
    $read = spawn(fn() => $request->readBody());
    attempt('read', fn() => await($read, timeout(20)));
    $read->cancel();
    touch($flag);
    $rest = '';
    while (($piece = $request->readBody()) !== null) {
        $rest .= $piece;
    }
    var_dump(strlen($rest), $rest[0]);
}, <<<'CODE'
    send($c = connect(), "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 70000\r\n\r\n123456");
    for ($try = 0; $try < 300 && !file_exists($args[0]); $try++) {
        clearstatcache();
        usleep(10000);
    }
    send($c, '7' . str_repeat('x', 70000 - 7));
    recv_response($c);
    unlink($args[0]);
    CODE, [$flag], fn($config) => $config->setBodyStreamingEnabled(true));
?>
--EXPECT--
123
gather: Async\AsyncCancellation: Coroutine cancelled
456
read: Async\OperationCanceledException: Operation has been cancelled
int(69994)
string(1) "7"

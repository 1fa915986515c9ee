--TEST--
setAutoAwaitBody(false): the handler starts with the head, and awaitBody() suspends until the body is there
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$flag = sys_get_temp_dir() . '/ta-phpt-' . getmypid() . '-started';
serve_client(function ($request) use ($flag) {
    touch($flag);
    $others = 0;
    Async\spawn(function () use (&$others) { $others++; });
    var_dump($request->getBody(), $request->hasBody());
    var_dump($request->awaitBody()->getBody(), $others);
}, <<<'CODE'
    send($c = connect(), "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 5\r\nconnection: close\r\n\r\n");
    for ($try = 0; $try < 300 && !file_exists($args[0]); $try++) {
        clearstatcache();
        usleep(10000);
    }
    send($c, "hello");
    recv_all($c);
    unlink($args[0]);
    CODE, [$flag], fn($config) => $config->setAutoAwaitBody(false));
?>
--EXPECT--
string(0) ""
bool(false)
string(5) "hello"
int(1)

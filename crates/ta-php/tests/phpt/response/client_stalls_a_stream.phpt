--TEST--
A client that takes nothing for the write timeout ends the wait of write()
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$go = go_file();
serve_client(function ($request, $response) use ($go) {
    try {
        for ($i = 0; $i < 1000; $i++) {
            $response->write(str_repeat('x', 100_000));
        }
        echo "never noticed\n";
    } catch (TrueAsync\HttpException $e) {
        echo $e->getCode(), ' ', $e->getMessage(), "\n";
    }
    touch($go);
}, <<<'CODE'
    $c = connect();
    send($c, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    for ($try = 0; $try < 800 && !file_exists($args[0]); $try++) {
        usleep(10000);
        clearstatcache();
    }
    CODE, [$go], fn($config) => $config->setWriteTimeout(1));
var_dump(unlink($go));
?>
--EXPECT--
499 the client stopped reading
bool(true)

--TEST--
An exception in main code next to a running server stops the server: the script ends with the error
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$script = new Script(<<<'PHP'
$server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
$server->addHttpHandler(fn() => null);
$running = Async\spawn(function () use ($server) {
    try {
        $server->start();
    } finally {
        echo 'left start(), running: ', var_export($server->isRunning(), true), "\n";
    }
});
Async\delay(10);
throw new RuntimeException('main failed');
PHP);
[$code, $printed] = $script->wait();
echo $printed, $code, "\n";
?>
--EXPECTF--
left start(), running: false

%AFatal error: %SUncaught RuntimeException: main failed in %A
255

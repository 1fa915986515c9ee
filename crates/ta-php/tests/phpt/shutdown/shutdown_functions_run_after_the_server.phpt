--TEST--
Code after start() and shutdown functions run once the server has stopped and drained
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$script = new Script(<<<'PHP'
register_shutdown_function(function () { echo "shutdown function\n"; });
$server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
$server->addHttpHandler(function ($request, $response) use ($server) {
    $server->stop();
    Async\delay(20);
    echo "handler ends\n";
    $response->setBody('bye');
});
var_dump($server->start());
echo "after start\n";
PHP);
echo responses($script->ask(get('/')))[0]['body'], "\n";
[$code, $printed] = $script->wait();
echo $printed, $code, "\n";
?>
--EXPECT--
bye
handler ends
bool(true)
after start
shutdown function
0

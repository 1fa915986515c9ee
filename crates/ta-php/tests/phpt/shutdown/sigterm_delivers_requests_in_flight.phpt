--TEST--
SIGTERM: the request in flight is answered, no new connection is accepted, the exit code is 0
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$script = new Script(<<<'PHP'
$server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
$server->addHttpHandler(function ($request, $response) {
    echo "in the handler\n";
    Async\delay(200);
    $response->setBody('in flight');
});
$server->start();
PHP);
$connection = $script->connect();
fwrite($connection, get('/', ''));
$script->waitFor('in the handler');
$script->signal(15);
$response = responses(stream_get_contents($connection))[0];
echo $response['status'], ' ', $response['body'], "\n";
[$code, $printed] = $script->wait();
var_dump($code);
echo $printed;
?>
--EXPECT--
200 in flight
int(0)
in the handler

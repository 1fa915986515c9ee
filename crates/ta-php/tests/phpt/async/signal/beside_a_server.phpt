--TEST--
A signal that a script waits for while its server runs stops the server as well
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../../client.inc';

$script = new Script(<<<'PHP'
$server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
$server->addHttpHandler(function ($request, $response) {
    static $waiter = null;
    $waiter ??= Async\spawn(function () {
        $signal = Async\await(Async\signal(Async\Signal::SIGTERM));
        echo "$signal->name\n";
    });
    Async\suspend();
    $response->setBody('hello');
});
$server->start();
Async\suspend();
echo "stopped\n";
PHP);
echo responses($script->ask(get('/')))[0]['body'], "\n";
$script->signal(15);
[$status, $output] = $script->wait();
var_dump($status);
echo $output, "\n";
?>
--EXPECT--
hello
int(0)
SIGTERM
stopped

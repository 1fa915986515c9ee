--TEST--
A contained fatal error does not change the end of the script: exit code 0, shutdown functions once
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$script = new Script(<<<'PHP'
register_shutdown_function(function () { echo "shutdown function\n"; });
$server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
$server->addHttpHandler(function ($request) use ($server) {
    if ($request->getPath() === '/fatal') {
        eval('function strlen() {}');
    }
    $server->stop();
});
$server->start();
echo "after start\n";
PHP);
echo responses($script->ask(get('/fatal')))[0]['status'], ' ', responses($script->ask(get('/stop')))[0]['status'], "\n";
[$code, $printed] = $script->wait();
echo substr_count($printed, 'shutdown function'), ' ', substr_count($printed, 'after start'), ' ', substr_count($printed, 'Fatal error'), ' ', $code, "\n";
?>
--EXPECT--
500 200
1 1 1 0

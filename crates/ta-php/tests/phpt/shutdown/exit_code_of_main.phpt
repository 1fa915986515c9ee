--TEST--
The exit code is main's: exit(3) after the server, 255 after an uncaught exception, 0 otherwise
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

foreach (['', 'exit(3);', 'throw new Exception("after the server");'] as $end) {
    $script = new Script(<<<PHP
    \$server = new HttpServer(new HttpServerConfig('127.0.0.1', \$port));
    \$server->addHttpHandler(fn() => \$server->stop());
    \$server->start();
    $end
    PHP);
    $script->ask(get('/'));
    var_dump($script->wait()[0]);
}
?>
--EXPECT--
int(0)
int(3)
int(255)

--TEST--
Without a stream the log goes to stderr, and by default there is none
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

foreach (['', '->setLogSeverity(TrueAsync\LogSeverity::ERROR)'] as $setting) {
    $script = new Script(<<<PHP
    \$server = new HttpServer((new HttpServerConfig('127.0.0.1', \$port))$setting);
    \$server->addHttpHandler(function (\$request) use (\$server) {
        \$server->stop();
        throw new RuntimeException('for the log');
    });
    \$server->start();
    PHP);
    $script->ask(get('/'));
    $printed = $script->wait()[1];
    echo str_contains($printed, 'for the log') ? 'logged' : ($printed === '' ? 'silent' : $printed), "\n";
}
?>
--EXPECT--
silent
logged

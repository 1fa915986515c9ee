--TEST--
A running server is kept alive by start() when the script lets go of it
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$script = new Script(<<<'PHP'
(function () use ($port) {
    $server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
    $weak = WeakReference::create($server);
    $server->addHttpHandler(function ($request, $response) use ($weak) {
        $response->setBody($weak->get() === null ? 'gone' : 'alive');
        $weak->get()?->stop();
    });
    Async\spawn([$server, 'start']);
})();
gc_collect_cycles();
PHP);
echo responses($script->ask(get('/')))[0]['body'], ' ', $script->wait()[0], "\n";
?>
--EXPECT--
alive 0

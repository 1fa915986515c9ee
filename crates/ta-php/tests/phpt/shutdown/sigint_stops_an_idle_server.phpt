--TEST--
SIGINT ends an idle server with exit code 0, idle connections are closed
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

foreach ([2, 15] as $signal) {
    $script = new Script(<<<'PHP'
    $server = new HttpServer((new HttpServerConfig('127.0.0.1', $port))->setKeepAliveTimeout(3600)->setShutdownTimeout(3600));
    $server->addHttpHandler(fn($request, $response) => $response->setBody('hello'));
    $server->start();
    PHP);
    $idle = $script->connect();
    fwrite($idle, get('/', ''));
    $head = fread($idle, 4096);
    $script->signal($signal);
    // The rest of the answer, if any, then the end of the stream.
    stream_get_contents($idle);
    echo substr($head, 9, 3), ' ', feof($idle) ? 'closed' : 'left open', ' ', var_export($script->wait(), true), "\n";
}
?>
--EXPECT--
200 closed array (
  0 => 0,
  1 => '',
)
200 closed array (
  0 => 0,
  1 => '',
)

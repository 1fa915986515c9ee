--TEST--
setRequestScope(false): no request context, and handlers share the server's scope
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../../client.inc';

use function Async\{current_context, request_context, root_context};

$config = new TrueAsync\HttpServerConfig();
var_dump($config->isRequestScope(), $config->setRequestScope(false) === $config, $config->isRequestScope());
$answer = serve_client(
    function ($request, $response) {
        $response->setBody(var_export(request_context(), true) . ' ' . var_export(current_context() === root_context(), true));
    },
    'send($c = connect(), "GET / HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n"); return recv_all($c);',
    configure: fn($config) => $config->setRequestScope(false),
);
echo responses($answer)[0]['body'], "\n";
?>
--EXPECT--
bool(true)
bool(true)
bool(false)
NULL true

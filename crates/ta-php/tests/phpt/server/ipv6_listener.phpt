--TEST--
An IPv6 literal works with and without brackets, a name is resolved at start
--EXTENSIONS--
true_async_server
--SKIPIF--
<?php
if (@stream_socket_server('tcp://[::1]:0') === false) {
    die('skip no IPv6 on the loopback');
}
?>
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

foreach (['::1' => '[::1]', '[::1]' => '[::1]', 'localhost' => 'localhost'] as $host => $to) {
    $port = free_port();
    $answer = serve_client(
        fn($request, $response) => $response->setBody($request->getRemoteAddress()),
        '$c = connect("tcp://$args[0]"); send($c, $args[1]); return recv_all($c);',
        ["$to:$port", get('/')],
        fn($config) => $config->addListener($host, $port),
    );
    echo in_array(responses($answer)[0]['body'], ['::1', '127.0.0.1'], true) ? 'served' : $answer, "\n";
}
?>
--EXPECT--
served
served
served

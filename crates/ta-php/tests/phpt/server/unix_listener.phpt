--TEST--
A Unix listener serves, gives the request no address, and removes its path at stop
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$path = free_socket_path();
$seen = null;
$answer = serve_client(
    function ($request, $response) use (&$seen) {
        $seen = [$request->getRemoteAddress(), $request->getRemotePort()];
        $response->setBody('over unix');
    },
    '$c = connect("unix://$args[0]"); send($c, $args[1]); return recv_all($c);',
    [$path, get('/')],
    fn($config) => $config->addUnixListener($path),
);
show($answer);
var_dump($seen, file_exists($path));
?>
--EXPECT--
HTTP/1.1 200 OK
content-length: 9

over unix

array(2) {
  [0]=>
  NULL
  [1]=>
  NULL
}
bool(false)

--TEST--
A server without a handler serves its mounts, `/` too, and refuses the rest
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$root = site(['index.html' => 'index', 'large' => str_repeat('0123456789', 500000)]);
$script = new Script(<<<CODE
    \$server = new HttpServer(new HttpServerConfig('127.0.0.1', \$port));
    \$server->addStaticHandler(new TrueAsync\StaticHandler('/', '$root'));
    var_dump(\$server->start());
    CODE);
show($script->ask(get('/')));
show($script->ask(post('/', '')));
[$large] = responses($script->ask(get('/large')));
var_dump($large['body'] === file_get_contents("$root/large"));
[$range] = responses($script->ask(get('/large', "range: bytes=4999998-\r\nconnection: close\r\n")));
echo "$range[status] {$range['headers']['content-range'][0]} $range[body]\n";
$script->signal(15);
[$code, $printed] = $script->wait();
echo "$code $printed";
?>
--EXPECTF--
HTTP/1.1 200 OK
accept-ranges: bytes
content-length: 5
content-type: text/html; charset=utf-8
etag: W/"%x"
last-modified: Sun, 06 Nov 1994 08:49:37 GMT

index

HTTP/1.1 405 Method Not Allowed
allow: GET, HEAD
content-length: 18
content-type: text/plain; charset=utf-8

Method Not Allowed

bool(true)
206 bytes 4999998-4999999/5000000 89
0 bool(true)

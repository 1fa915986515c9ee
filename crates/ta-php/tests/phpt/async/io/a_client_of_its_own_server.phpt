--TEST--
A handler fetches from the server that it belongs to, many at a time
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../../client.inc';

$port = null;
show(serve(function ($request, $response) use (&$port) {
    if ($request->getPath() !== '/') {
        usleep(1000);
        $response->setBody($request->getPath());
        return;
    }
    $parts = [];
    for ($i = 0; $i < 20; $i++) {
        $parts[] = Async\spawn(fn() => file_get_contents("http://127.0.0.1:$port/$i"));
    }
    $response->setBody(implode(' ', array_map(Async\await(...), $parts)));
}, get('/'), function ($config) use (&$port) {
    $port = $config->getListeners()[0]['port'];
}));
?>
--EXPECT--
HTTP/1.1 200 OK
content-length: 69

/0 /1 /2 /3 /4 /5 /6 /7 /8 /9 /10 /11 /12 /13 /14 /15 /16 /17 /18 /19

--TEST--
A mount answers GET and HEAD below its prefix; everything else is the handler's
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\StaticHandler;
use TrueAsync\StaticOnMissing;

$root = site(['index.html' => '<p>index', 'a.css' => 'body {}', 'sub/index.html' => 'sub', '.env' => 'secret']);
$targets = ['/s/a.css', '/s/', '/s/sub/', '/s/sub', '/s/none', '/s/.env', '/s/../x', '/s/%00', '/n/none', '/n/.env', '/s', '/other'];
$requests = array_map(get(...), $targets);
$requests[] = "HEAD /s/a.css HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n";
$requests[] = post('/s/a.css', 'x');
$answers = serve(function ($request, $response) {
    $response->setBody("handler {$request->getMethod()} {$request->getPath()}");
}, $requests, prepare: function ($server) use ($root) {
    $server
        ->addStaticHandler(new StaticHandler('/s/', $root))
        ->addStaticHandler((new StaticHandler('/n/', $root))->setOnMissing(StaticOnMissing::NEXT));
});
foreach ($answers as $key => $answer) {
    [$response] = responses($answer, [$key === 12 ? 'HEAD' : 'GET']);
    $headers = $response['headers'];
    echo $targets[$key] ?? $key, ": $response[status] ", $headers['content-type'][0] ?? '-', ' ',
        $headers['location'][0] ?? '', " $response[body]\n";
}
[$first] = responses($answers[0]);
echo $first['headers']['last-modified'][0], ' ', preg_match('~^W/"[0-9a-f]{16}"$~', $first['headers']['etag'][0]),
    ' ', $first['headers']['accept-ranges'][0], "\n";
?>
--EXPECT--
/s/a.css: 200 text/css; charset=utf-8  body {}
/s/: 200 text/html; charset=utf-8  <p>index
/s/sub/: 200 text/html; charset=utf-8  sub
/s/sub: 301 text/plain; charset=utf-8 /s/sub/ Moved Permanently
/s/none: 404 text/plain; charset=utf-8  Not Found
/s/.env: 404 text/plain; charset=utf-8  Not Found
/s/../x: 404 text/plain; charset=utf-8  Not Found
/s/%00: 400 text/plain; charset=utf-8  Bad Request
/n/none: 200 -  handler GET /n/none
/n/.env: 404 text/plain; charset=utf-8  Not Found
/s: 200 -  handler GET /s
/other: 200 -  handler GET /other
12: 200 text/css; charset=utf-8  
13: 200 -  handler POST /s/a.css
Sun, 06 Nov 1994 08:49:37 GMT 1 bytes

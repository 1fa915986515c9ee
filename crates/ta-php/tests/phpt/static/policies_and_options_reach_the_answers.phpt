--TEST--
Dotfiles, links, hidden names, siblings, headers, types and listings as they are set
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\StaticDotfiles;
use TrueAsync\StaticHandler;
use TrueAsync\StaticSymlinks;

$root = site([
    '.dot' => 'dot', 'file' => 'file', 'a.map' => 'map', 'b.txt' => 'identity', 'b.txt.gz' => 'gzip', 'c.foo' => 'foo',
    'list/<b>' => '', 'home.htm' => 'home',
]);
symlink('file', "$root/link");
$mount = function (string $prefix) use ($root) {
    return new StaticHandler($prefix, $root);
};
$mounts = [
    $mount('/allow/')->setDotfilePolicy(StaticDotfiles::ALLOW)->setSymlinkPolicy(StaticSymlinks::FOLLOW),
    $mount('/owner/')->setSymlinkPolicy(StaticSymlinks::OWNER_MATCH)->setOpenFileCache(100, 5),
    $mount('/reject/')->disableIndex(),
    $mount('/hide/')->hide('*.map', 'list/**')->setIndexFiles('home.htm'),
    $mount('/gzip/')->enablePrecompressed('gzip', 'br')->setEtagEnabled(false)->setCacheControl('max-age=5'),
    $mount('/header/')->setHeader('X-A', 'b')->setMimeType('foo', 'text/foo')->setBrowseEnabled(true),
];
$gzip = "accept-encoding: gzip\r\nconnection: close\r\n";
$requests = [
    get('/allow/.dot'), get('/allow/link'), get('/owner/link'), get('/owner/link'), get('/reject/link'), get('/reject/.dot'),
    get('/reject/'), get('/hide/a.map'), get('/hide/list/%3cb%3e'), get('/hide/'), get('/gzip/b.txt', $gzip),
    get('/header/c.foo'), get('/header/list/'), get('/reject/list/'),
];
$answers = serve(fn () => null, $requests, prepare: function ($server) use ($mounts) {
    array_map($server->addStaticHandler(...), $mounts);
});
foreach ($answers as $key => $answer) {
    [$response] = responses($answer);
    echo strtok($requests[$key], "\r"), " -> $response[status] ", strlen($response['body']) > 100
        ? (str_contains($response['body'], '<a href="%3Cb%3E">&lt;b&gt;</a>') ? 'listing' : $response['body'])
        : $response['body'], "\n";
}
show($answers[10]);
show($answers[11]);
?>
--EXPECTF--
GET /allow/.dot HTTP/1.1 -> 200 dot
GET /allow/link HTTP/1.1 -> 200 file
GET /owner/link HTTP/1.1 -> 200 file
GET /owner/link HTTP/1.1 -> 200 file
GET /reject/link HTTP/1.1 -> 404 Not Found
GET /reject/.dot HTTP/1.1 -> 404 Not Found
GET /reject/ HTTP/1.1 -> 404 Not Found
GET /hide/a.map HTTP/1.1 -> 404 Not Found
GET /hide/list/%3cb%3e HTTP/1.1 -> 404 Not Found
GET /hide/ HTTP/1.1 -> 200 home
GET /gzip/b.txt HTTP/1.1 -> 200 gzip
GET /header/c.foo HTTP/1.1 -> 200 foo
GET /header/list/ HTTP/1.1 -> 200 listing
GET /reject/list/ HTTP/1.1 -> 404 Not Found
HTTP/1.1 200 OK
accept-ranges: bytes
cache-control: max-age=5
content-encoding: gzip
content-length: 4
content-type: text/plain; charset=utf-8
last-modified: Sun, 06 Nov 1994 08:49:37 GMT
vary: accept-encoding

gzip

HTTP/1.1 200 OK
accept-ranges: bytes
content-length: 3
content-type: text/foo
etag: W/"%x"
last-modified: Sun, 06 Nov 1994 08:49:37 GMT
x-a: b

foo

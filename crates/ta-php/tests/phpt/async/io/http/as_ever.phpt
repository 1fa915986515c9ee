--TEST--
http:// streams: results, warnings and timeouts are those of plain PHP
--EXTENSIONS--
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_HTTP_PORT');
?>
--FILE--
<?php
require __DIR__ . '/http.inc';

as_ever([
    'a page' => fn() => file_get_contents(url('/?delay=0.01')),
    'chunks' => fn() => file(url('/chunks?count=3&gap=0.01')),
    'much data' => fn() => md5(file_get_contents(url('/pattern?length=3000000'))),
    'redirects' => fn() => file_get_contents(url('/redirect?to=/pattern?length=5')),
    'a status' => fn() => file_get_contents(url('/status?code=503')),
    'the body of a status' => fn() => file_get_contents(url('/nowhere'), context: stream_context_create(['http' => ['ignore_errors' => true]])),
    'POST' => fn() => file_get_contents(url('/echo'), context: stream_context_create(['http' => ['method' => 'POST', 'header' => 'Content-Type: text/plain', 'content' => 'abc']])),
    'metadata' => fn() => stream_get_meta_data(fopen(url('/'), 'r'))['wrapper_data'][0],
    'nothing in time' => fn() => file_get_contents(url('/?delay=20'), context: stream_context_create(['http' => ['timeout' => 0.2]])),
    'nothing in time within the body' => function () {
        $stream = fopen(url('/chunks?count=2&gap=3'), 'r', context: stream_context_create(['http' => ['timeout' => 0.2]]));
        return $stream ? [fgets($stream), stream_get_meta_data($stream)['timed_out']] : $stream;
    },
    'cut' => fn() => file_get_contents(url('/cut?after=10&delay=0.01')),
    'reset' => fn() => file_get_contents(url('/reset?after=10')),
    'nobody listens' => fn() => file_get_contents('http://127.0.0.1:1/'),
    'no such host' => fn() => file_get_contents('http://' . NO_HOST . '/'),
    'a part' => fn() => file_get_contents(url('/pattern?length=1000'), offset: 10, length: 5),
]);
?>
--EXPECT--
a page: "delayed 0.01"
chunks: ["chunk 0\n","chunk 1\n","chunk 2\n"]
much data: "55a95d24c5e52ee25a245028a1768961"
redirects: "01234"
a status: false, warnings: 1
the body of a status: "not found"
POST: "POST text/plain 3\nabc"
metadata: "HTTP/1.1 200 OK"
nothing in time: false, warnings: 1
nothing in time within the body: [false,true]
cut: "xxxxxxxxxx"
reset: "xxxxxxxxxx"
nobody listens: false, warnings: 1
no such host: false, warnings: 2
a part: "01234"

--TEST--
http:// streams: ten coroutines wait for their servers as long as one
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

together('file_get_contents', 0.3, fn() => file_get_contents(url('/?delay=0.3')));
together('a name to look up', 0.3, fn() => file_get_contents('http://localhost:' . getenv('TA_HTTP_PORT') . '/?delay=0.3'));
together('fopen and fgets', 0.3, function () {
    $stream = fopen(url('/chunks?count=3&gap=0.1'), 'r');
    return [fgets($stream), fgets($stream), fgets($stream), fgets($stream)];
});
together('file', 0.3, fn() => file(url('/chunks?count=3&gap=0.1'), FILE_IGNORE_NEW_LINES));
together('readfile', 0.3, function () {
    ob_start();
    readfile(url('/chunks?count=3&gap=0.1'));
    return ob_get_clean();
});
together('copy', 0.3, function ($i) {
    $file = __DIR__ . "/together.$i.tmp";
    try {
        return [copy(url('/chunks?count=3&gap=0.1'), $file), file_get_contents($file)];
    } finally {
        unlink($file);
    }
});
together('POST', 0.3, fn() => strlen(file_get_contents(url('/echo?delay=0.3'), context: stream_context_create(['http' => ['method' => 'POST', 'header' => 'Content-Type: text/plain', 'content' => str_repeat('x', 500_000)]]))));
together('timeouts', 0.3, fn() => @file_get_contents(url('/?delay=20'), context: stream_context_create(['http' => ['timeout' => 0.3]])));
?>
--EXPECT--
file_get_contents: together, "delayed 0.3"
a name to look up: together, "delayed 0.3"
fopen and fgets: together, ["chunk 0\n","chunk 1\n","chunk 2\n",false]
file: together, ["chunk 0","chunk 1","chunk 2"]
readfile: together, "chunk 0\nchunk 1\nchunk 2\n"
copy: together, [true,"chunk 0\nchunk 1\nchunk 2\n"]
POST: together, 500023
timeouts: together, false

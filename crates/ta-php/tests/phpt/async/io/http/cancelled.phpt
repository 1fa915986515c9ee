--TEST--
http:// streams: a cancelled transfer ends with the cancellation, and the next one works
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

$again = fn() => file_get_contents(url('/'));
$calls = [
    'file_get_contents' => fn() => file_get_contents(url('/?delay=60')),
    'fopen' => fn() => fopen(url('/?delay=60'), 'r'),
    'within the body' => fn() => file_get_contents(url('/chunks?count=60&gap=1')),
    'copy' => fn() => copy(url('/chunks?count=60&gap=1'), 'php://memory'),
    'readfile' => fn() => readfile(url('/chunks?count=60&gap=60')),
];
foreach ($calls as $name => $call) {
    cancelled($name, $call, $again);
}
?>
--EXPECT--
file_get_contents: finally, Async\AsyncCancellation, then "delayed 0"
fopen: finally, Async\AsyncCancellation, then "delayed 0"
within the body: finally, Async\AsyncCancellation, then "delayed 0"
copy: finally, Async\AsyncCancellation, then "delayed 0"
readfile: finally, Async\AsyncCancellation, then "delayed 0"

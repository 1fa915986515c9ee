--TEST--
Streams: whoever waits notices at once that its peer has ended or reset the connection
--EXTENSIONS--
sockets
true_async_server
--FILE--
<?php
require __DIR__ . '/../peer.inc';

$peer = new Peer();
// The same call on a connection that its peer is about to end, and to reset.
$calls = [
    'fgets' => fn($stream) => [fgets($stream), feof($stream)],
    'stream_get_contents' => fn($stream) => [stream_get_contents($stream), feof($stream)],
    'stream_copy_to_stream' => fn($stream) => stream_copy_to_stream($stream, fopen('php://memory', 'w')),
    'stream_select' => function ($stream) {
        $read = [$stream];
        $none = null;
        return stream_select($read, $none, $none, 60);
    },
    'fwrite' => fn($stream) => fwrite($stream, str_repeat('x', 40_000_000)) < 40_000_000,
];
foreach ($calls as $name => $call) {
    foreach (['0.4 end', '0.4 reset'] as $order) {
        bereaved("$name, $order", fn() => $call($peer->connect($order)), fn() => null);
    }
}
// All at once: the process is killed.
$other = new Peer();
bereaved('fgets, killed', fn() => fgets($other->connect()), $other->kill(...));
?>
--EXPECT--
fgets, 0.4 end: [false,true]
fgets, 0.4 reset: [false,true]
stream_get_contents, 0.4 end: ["",true]
stream_get_contents, 0.4 reset: ["",true]
stream_copy_to_stream, 0.4 end: 0
stream_copy_to_stream, 0.4 reset: false
stream_select, 0.4 end: 1
stream_select, 0.4 reset: 1
fwrite, 0.4 end: true, warnings: 1
fwrite, 0.4 reset: true, warnings: 1
fgets, killed: false

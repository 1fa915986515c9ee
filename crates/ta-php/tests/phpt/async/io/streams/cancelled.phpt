--TEST--
Streams: a cancelled call ends with the cancellation, and others work
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../peer.inc';

$peer = new Peer();
$again = fn() => fgets($peer->connect('0 say well'));
$calls = [
    'fgets' => fn() => fgets($peer->connect('60 say late')),
    'fread' => fn() => fread($peer->connect('60 say late'), 10),
    'stream_get_contents' => fn() => stream_get_contents($peer->connect('60 say late')),
    'stream_copy_to_stream' => fn() => stream_copy_to_stream($peer->connect('60 say late'), fopen('php://memory', 'w')),
    'stream_get_line' => fn() => stream_get_line($peer->connect('60 say late'), 100, "\n"),
    'stream_socket_recvfrom' => fn() => stream_socket_recvfrom($peer->connect('60 say late'), 100),
    'fwrite' => fn() => fwrite($peer->connect('60 say late'), str_repeat('x', 40_000_000)),
    'stream_select' => function () use ($peer) {
        $read = [$peer->connect('60 say late')];
        $none = null;
        stream_select($read, $none, $none, null);
    },
    'UDP' => fn() => fread(stream_socket_client("udp://127.0.0.1:$peer->udp"), 10),
    'stream_socket_accept' => fn() => stream_socket_accept(stream_socket_server('tcp://127.0.0.1:0'), 60),
    'FIFO' => function () {
        $path = sys_get_temp_dir() . '/ta-phpt-' . getmypid() . '.fifo';
        exec('mkfifo ' . escapeshellarg($path));
        $fifo = fopen($path, 'r+');
        unlink($path);
        return fgets($fifo);
    },
];
foreach ($calls as $name => $call) {
    cancelled($name, $call, $again);
}
?>
--EXPECT--
fgets: finally, Async\AsyncCancellation, then "well\n"
fread: finally, Async\AsyncCancellation, then "well\n"
stream_get_contents: finally, Async\AsyncCancellation, then "well\n"
stream_copy_to_stream: finally, Async\AsyncCancellation, then "well\n"
stream_get_line: finally, Async\AsyncCancellation, then "well\n"
stream_socket_recvfrom: finally, Async\AsyncCancellation, then "well\n"
fwrite: finally, Async\AsyncCancellation, then "well\n"
stream_select: finally, Async\AsyncCancellation, then "well\n"
UDP: finally, Async\AsyncCancellation, then "well\n"
stream_socket_accept: finally, Async\AsyncCancellation, then "well\n"
FIFO: finally, Async\AsyncCancellation, then "well\n"

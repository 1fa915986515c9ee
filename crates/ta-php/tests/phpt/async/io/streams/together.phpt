--TEST--
Streams: ten coroutines wait for their peers as long as one
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../peer.inc';

$peer = new Peer();
$said = ['fgets' => fn($s) => fgets($s), 'fread' => fn($s) => fread($s, 100), 'fgetc' => fn($s) => fgetc($s),
    'fgetcsv' => fn($s) => fgetcsv($s, null, ',', '"', ''), 'fscanf' => fn($s) => fscanf($s, '%s %d'),
    'stream_get_line' => fn($s) => stream_get_line($s, 100, "\n"), 'stream_socket_recvfrom' => fn($s) => stream_socket_recvfrom($s, 100)];
foreach ($said as $name => $read) {
    together($name, 0.3, fn() => $read($peer->connect('0.3 say word 7')));
}
$whole = ['stream_get_contents' => fn($s) => stream_get_contents($s), 'stream_copy_to_stream' => fn($s) => stream_copy_to_stream($s, fopen('php://memory', 'w')),
    'file-like reading' => function ($s) {
        while (!feof($s)) {
            $read = ($read ?? '') . fread($s, 8192);
        }
        return $read;
    }];
foreach ($whole as $name => $read) {
    together($name, 0.3, function () use ($peer, $read) {
        $stream = $peer->connect('0.1 say one');
        fwrite($stream, "0.1 say two\n0.3 end\n");
        return $read($stream);
    });
}
together('fwrite', 0.3, function () use ($peer) {
    $stream = $peer->connect('0.3 say done');
    $written = fwrite($stream, str_repeat('x', 4_000_000) . "\n");
    return [$written, fgets($stream)];
});
together('stream_select', 0.3, function () use ($peer) {
    $read = [$peer->connect(), $stream = $peer->connect('0.3 say word')];
    $none = null;
    return [stream_select($read, $none, $none, 10), array_values($read) === [$stream]];
});
together('UDP', 0.3, function () use ($peer) {
    $stream = stream_socket_client("udp://127.0.0.1:$peer->udp");
    fwrite($stream, '0.3 say datagram');
    return fread($stream, 100);
});
together('stream_socket_accept', 0.3, function () use ($peer) {
    $listener = stream_socket_server('tcp://127.0.0.1:0');
    $name = stream_socket_get_name($listener, false);
    Async\spawn(function () use ($name) {
        usleep(300_000);
        fwrite(stream_socket_client("tcp://$name"), 'accepted');
    });
    return fread(stream_socket_accept($listener, 10), 100);
});
together('Unix sockets', 0.3, function ($i) {
    $path = sys_get_temp_dir() . '/ta-phpt-' . getmypid() . "-$i.sock";
    $listener = stream_socket_server("unix://$path");
    Async\spawn(function () use ($listener) {
        $accepted = stream_socket_accept($listener, 10);
        usleep(300_000);
        fwrite($accepted, 'said');
    });
    try {
        return fread(stream_socket_client("unix://$path"), 100);
    } finally {
        unlink($path);
    }
});
together('timeouts', 0.3, function () use ($peer) {
    $stream = $peer->connect('20 say late');
    stream_set_timeout($stream, 0, 300_000);
    return [fgets($stream), stream_get_meta_data($stream)['timed_out']];
});
?>
--EXPECT--
fgets: together, "word 7\n"
fread: together, "word 7\n"
fgetc: together, "w"
fgetcsv: together, ["word 7"]
fscanf: together, ["word",7]
stream_get_line: together, "word 7"
stream_socket_recvfrom: together, "word 7\n"
stream_get_contents: together, "one\ntwo\n"
stream_copy_to_stream: together, 8
file-like reading: together, "one\ntwo\n"
fwrite: together, [4000001,"done\n"]
stream_select: together, [1,true]
UDP: together, "datagram\n"
stream_socket_accept: together, "accepted"
Unix sockets: together, "said"
timeouts: together, [false,true]

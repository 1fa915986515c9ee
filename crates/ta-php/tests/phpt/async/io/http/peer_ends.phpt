--TEST--
http:// streams: a reader in the middle of a body notices that its server was killed
--EXTENSIONS--
sockets
true_async_server
--FILE--
<?php
require __DIR__ . '/../matrix.inc';

// A server of one answer, whose body stops in the middle.
$serve = function (callable $end) {
    $listener = stream_socket_server('tcp://127.0.0.1:0');
    Async\spawn(function () use ($listener, $end) {
        $peer = stream_socket_accept($listener, 10);
        fread($peer, 8192);
        fwrite($peer, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of it");
        Async\delay(400);
        $end($peer);
        fclose($peer);
    });
    return 'http://' . stream_socket_get_name($listener, false) . '/';
};
$ends = [
    'end' => fn() => null,
    'reset' => fn($peer) => socket_set_option(socket_import_stream($peer), SOL_SOCKET, SO_LINGER, ['l_onoff' => 1, 'l_linger' => 0]),
];
foreach ($ends as $name => $end) {
    bereaved("file_get_contents, $name", fn() => file_get_contents($serve($end)), fn() => null);
    bereaved("fopen and fread, $name", function () use ($serve, $end) {
        $stream = fopen($serve($end), 'r');
        for ($read = ''; !feof($stream) && strlen($read) < 1000;) {
            $read .= fread($stream, 100);
        }
        return $read;
    }, fn() => null);
}
?>
--EXPECT--
file_get_contents, end: "half of it"
fopen and fread, end: "half of it"
file_get_contents, reset: "half of it"
fopen and fread, reset: "half of it"

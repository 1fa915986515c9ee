--TEST--
ext/sockets: whoever waits notices at once that its peer has ended or reset the connection
--EXTENSIONS--
sockets
true_async_server
--FILE--
<?php
require __DIR__ . '/../peer.inc';

$peer = new Peer();
$calls = [
    'socket_read' => fn($s) => [socket_read($s, 100), socket_last_error($s)],
    'socket_recv' => fn($s) => [socket_recv($s, $data, 100, MSG_WAITALL), $data],
    'socket_select' => function ($s) {
        $read = [$s];
        $none = null;
        return socket_select($read, $none, $none, 60);
    },
    'socket_write' => function ($s) {
        while (@socket_write($s, str_repeat('x', 1_000_000)));
        return in_array(socket_last_error($s), [SOCKET_EPIPE, SOCKET_ECONNRESET], true);
    },
];
foreach ($calls as $name => $call) {
    foreach (['0.4 end', '0.4 reset'] as $order) {
        bereaved("$name, $order", fn() => $call($peer->socket($order)), fn() => null);
    }
}
?>
--EXPECT--
socket_read, 0.4 end: ["",0]
socket_read, 0.4 reset: [false,104], warnings: 1
socket_recv, 0.4 end: [0,null]
socket_recv, 0.4 reset: [false,null], warnings: 1
socket_select, 0.4 end: 1
socket_select, 0.4 reset: 1
socket_write, 0.4 end: true, warnings: 1
socket_write, 0.4 reset: true, warnings: 1

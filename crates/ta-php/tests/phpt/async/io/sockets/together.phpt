--TEST--
ext/sockets: ten coroutines wait for their peers as long as one
--EXTENSIONS--
sockets
true_async_server
--FILE--
<?php
require __DIR__ . '/../peer.inc';

$peer = new Peer();
$calls = [
    'socket_read' => fn($s) => socket_read($s, 100),
    'socket_read of a line' => fn($s) => socket_read($s, 100, PHP_NORMAL_READ),
    'socket_recv' => fn($s) => [socket_recv($s, $data, 100, 0), $data],
    'socket_recvfrom' => fn($s) => [socket_recvfrom($s, $data, 100, 0, $from, $port), $data],
    'socket_recvmsg' => function ($s) {
        $message = ['name' => [], 'buffer_size' => 100, 'controllen' => socket_cmsg_space(SOL_SOCKET, SCM_RIGHTS, 1)];
        return [socket_recvmsg($s, $message), $message['iov']];
    },
    'socket_select' => function ($s) {
        $read = [$s];
        $none = null;
        return socket_select($read, $none, $none, 10);
    },
    'socket_write' => fn($s) => [socket_write($s, str_repeat('x', 20_000)) > 0, socket_read($s, 100)],
    'a time limit' => function ($s) {
        socket_set_option($s, SOL_SOCKET, SO_RCVTIMEO, ['sec' => 0, 'usec' => 200_000]);
        return [@socket_read($s, 100), socket_last_error($s) === SOCKET_EAGAIN];
    },
];
foreach ($calls as $name => $call) {
    together($name, 0.3, fn() => $call($peer->socket('0.3 say word')));
}
together('socket_accept', 0.3, function () {
    $listener = socket_create_listen(0);
    socket_getsockname($listener, $address, $port);
    Async\spawn(function () use ($port) {
        usleep(300_000);
        socket_connect(socket_create(AF_INET, SOCK_STREAM, SOL_TCP), '127.0.0.1', $port);
    });
    return socket_accept($listener);
});
together('UDP', 0.3, function () use ($peer) {
    $socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
    socket_sendto($socket, '0.3 say datagram', 16, 0, '127.0.0.1', $peer->udp);
    return [socket_recvfrom($socket, $data, 100, 0, $from, $port), $data];
});
?>
--EXPECT--
socket_read: together, "word\n"
socket_read of a line: together, "word\n"
socket_recv: together, [5,"word\n"]
socket_recvfrom: together, [5,"word\n"]
socket_recvmsg: together, [5,["word\n"]]
socket_select: together, 1
socket_write: together, [true,"word\n"]
a time limit: together, [false,true]
socket_accept: together, Socket
UDP: together, [9,"datagram\n"]

--TEST--
ext/sockets: a cancelled call ends with the cancellation, and others work
--EXTENSIONS--
sockets
true_async_server
--FILE--
<?php
require __DIR__ . '/../peer.inc';

$peer = new Peer();
$again = fn() => socket_read($peer->socket('0 say well'), 100);
$calls = [
    'socket_read' => fn($s) => socket_read($s, 100),
    'socket_read of a line' => fn($s) => socket_read($s, 100, PHP_NORMAL_READ),
    'socket_recv' => fn($s) => socket_recv($s, $data, 100, MSG_WAITALL),
    'socket_recvfrom' => fn($s) => socket_recvfrom($s, $data, 100, 0, $from, $port),
    'socket_recvmsg' => function ($s) {
        $message = ['name' => [], 'buffer_size' => 100, 'controllen' => socket_cmsg_space(SOL_SOCKET, SCM_RIGHTS, 1)];
        return socket_recvmsg($s, $message);
    },
    'socket_write' => function ($s) {
        while (socket_write($s, str_repeat('x', 1_000_000)));
    },
    'socket_select' => function ($s) {
        $read = [$s];
        $none = null;
        return socket_select($read, $none, $none, null);
    },
    'socket_accept' => fn() => socket_accept(socket_create_listen(0)),
];
foreach ($calls as $name => $call) {
    cancelled($name, fn() => $call($peer->socket('60 say late')), $again);
}
?>
--EXPECT--
socket_read: finally, Async\AsyncCancellation, then "well\n"
socket_read of a line: finally, Async\AsyncCancellation, then "well\n"
socket_recv: finally, Async\AsyncCancellation, then "well\n"
socket_recvfrom: finally, Async\AsyncCancellation, then "well\n"
socket_recvmsg: finally, Async\AsyncCancellation, then "well\n"
socket_write: finally, Async\AsyncCancellation, then "well\n"
socket_select: finally, Async\AsyncCancellation, then "well\n"
socket_accept: finally, Async\AsyncCancellation, then "well\n"

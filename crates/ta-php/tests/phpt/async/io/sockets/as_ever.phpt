--TEST--
ext/sockets: results, warnings and timeouts are those of plain PHP
--EXTENSIONS--
sockets
true_async_server
--FILE--
<?php
require __DIR__ . '/../peer.inc';

$peer = new Peer();
as_ever([
    'reading' => function () use ($peer) {
        $socket = $peer->socket('0.05 say 0123456789');
        socket_write($socket, "0.05 say more\n0 end\n");
        return [socket_read($socket, 4), socket_recv($socket, $data, 7, MSG_WAITALL), $data, socket_read($socket, 100), socket_read($socket, 100)];
    },
    'much data' => function () use ($peer) {
        $socket = $peer->socket('0.05 flood 1000000');
        for ($data = ''; strlen($data) < 1_000_000 && ($part = socket_read($socket, 65536));) {
            $data .= $part;
        }
        return md5($data);
    },
    'nothing in time' => function () use ($peer) {
        $socket = $peer->socket('20 say late');
        socket_set_option($socket, SOL_SOCKET, SO_RCVTIMEO, ['sec' => 0, 'usec' => 100_000]);
        return [socket_read($socket, 10), socket_strerror(socket_last_error($socket)), socket_recv($socket, $data, 10, 0), $data];
    },
    'not waiting' => function () use ($peer) {
        $socket = $peer->socket('20 say late');
        $results = [socket_recv($socket, $data, 10, MSG_DONTWAIT), socket_last_error($socket)];
        socket_set_nonblock($socket);
        return [...$results, socket_read($socket, 10), socket_last_error($socket)];
    },
    'select' => function () use ($peer) {
        $results = [];
        foreach ([[0, 0], [0, 20_000], [5, 0]] as [$seconds, $microseconds]) {
            $read = [$peer->socket('20 say late'), $peer->socket($seconds ? '0.05 say one' : '20 say late')];
            $write = $except = null;
            $results[] = [socket_select($read, $write, $except, $seconds, $microseconds), array_keys($read)];
        }
        return $results;
    },
    'reset' => function () use ($peer) {
        $socket = $peer->socket('0.05 reset');
        return [socket_read($socket, 10), socket_last_error($socket), @socket_write($socket, 'x')];
    },
    'nobody listens' => function () {
        $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
        return [socket_connect($socket, '127.0.0.1', 1), socket_last_error($socket)];
    },
    'no such host' => fn() => socket_connect(socket_create(AF_INET, SOCK_STREAM, SOL_TCP), NO_HOST, 1),
    'UDP' => function () use ($peer) {
        $socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
        $sent = socket_sendto($socket, '0.05 say datagram', 100, 0, '127.0.0.1', $peer->udp);
        return [$sent, socket_recvfrom($socket, $data, 4, 0, $from, $port), $data, $from, $port === $peer->udp];
    },
    'messages' => function () {
        socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
        $message = ['name' => [], 'buffer_size' => 100, 'controllen' => socket_cmsg_space(SOL_SOCKET, SCM_RIGHTS, 1)];
        return [socket_sendmsg($pair[0], ['iov' => ['one ', 'message']]), socket_recvmsg($pair[1], $message), $message['iov']];
    },
]);
?>
--EXPECT--
reading: ["0123",7,"456789\n","more\n",""]
much data: "174ac9a4f023a557a68ab0417355970e"
nothing in time: [false,"Resource temporarily unavailable",false,null]
not waiting: [false,11,false,11]
select: [[0,[]],[0,[]],[1,[1]]]
reset: [false,104,false], warnings: 2
nobody listens: [false,111], warnings: 1
no such host: false, warnings: 1
UDP: [17,4,"data","127.0.0.1",true]
messages: [11,11,["one message"]]

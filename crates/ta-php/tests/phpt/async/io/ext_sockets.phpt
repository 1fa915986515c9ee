--TEST--
The functions of ext/sockets suspend
--EXTENSIONS--
sockets
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

$listener = socket_create_listen(0);
socket_getsockname($listener, $address, $port);
$server = spawn(function () use ($listener) {
    echo "accepts\n";
    $peer = socket_accept($listener);
    $lines = [socket_read($peer, 100, PHP_NORMAL_READ)];
    socket_write($peer, 'written');
    socket_recv($peer, $received, 9, MSG_WAITALL);
    $lines[] = $received;
    $message = ['name' => [], 'buffer_size' => 100, 'controllen' => socket_cmsg_space(SOL_SOCKET, SCM_RIGHTS, 1)];
    socket_recvmsg($peer, $message);
    $lines[] = $message['iov'][0];
    socket_sendmsg($peer, ['iov' => ['a message']]);
    socket_close($peer);
    return $lines;
});
$client = spawn(function () use ($port) {
    $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
    echo "connects\n";
    var_dump(socket_connect($socket, '127.0.0.1', $port));
    socket_write($socket, "line\n");
    echo socket_read($socket, 100), "\n";
    socket_send($socket, 'all ', 4, 0);
    usleep(1000);
    socket_send($socket, 'of it', 5, 0);
    usleep(1000);
    socket_sendmsg($socket, ['iov' => ['and a ', 'message']]);
    $read = [$socket];
    $none = null;
    echo socket_select($read, $none, $none, 10), "\n";
    echo socket_read($socket, 100), "\n";
    var_dump(socket_read($socket, 100));
});
await($client);
echo json_encode(await($server)), "\n";

socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
await(spawn(function () use ($pair) {
    socket_set_option($pair[0], SOL_SOCKET, SO_RCVTIMEO, ['sec' => 0, 'usec' => 20_000]);
    spawn(function () {
        echo "meanwhile\n";
    });
    var_dump(@socket_read($pair[0], 10), socket_last_error($pair[0]) === SOCKET_EAGAIN);
    socket_set_nonblock($pair[0]);
    spawn(function () {
        echo "afterwards\n";
    });
    var_dump(@socket_read($pair[0], 10), socket_last_error($pair[0]) === SOCKET_EAGAIN);
}));
?>
--EXPECT--
accepts
connects
bool(true)
written
1
a message
string(0) ""
["line\n","all of it","and a message"]
meanwhile
bool(false)
bool(true)
bool(false)
bool(true)
afterwards

--TEST--
Datagrams between coroutines
--EXTENSIONS--
sockets
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

$server = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
$name = stream_socket_get_name($server, false);
$echo = spawn(function () use ($server) {
    echo "receives\n";
    $packet = stream_socket_recvfrom($server, 100, 0, $peer);
    stream_socket_sendto($server, strtoupper($packet), 0, $peer);
});
$client = spawn(function () use ($name) {
    $client = stream_socket_client("udp://$name");
    echo "sends\n";
    fwrite($client, 'datagram');
    echo fread($client, 100), "\n";
});
await($client);
await($echo);

$socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
socket_bind($socket, '127.0.0.1');
socket_getsockname($socket, $address, $port);
$receiver = spawn(function () use ($socket) {
    socket_recvfrom($socket, $packet, 100, 0, $from, $port);
    echo "$packet from $from\n";
});
spawn(function () use ($port) {
    socket_sendto(socket_create(AF_INET, SOCK_DGRAM, SOL_UDP), 'another', 7, 0, '127.0.0.1', $port);
});
await($receiver);
?>
--EXPECT--
receives
sends
DATAGRAM
another from 127.0.0.1

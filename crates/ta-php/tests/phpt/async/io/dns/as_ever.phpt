--TEST--
Names: what is found, what is not and what is refused is that of plain PHP
--EXTENSIONS--
sockets
true_async_server
--FILE--
<?php
require __DIR__ . '/../matrix.inc';

as_ever([
    'gethostbyname' => fn() => [gethostbyname('localhost'), gethostbyname('127.0.0.1'), gethostbyname(NO_HOST), gethostbyname('')],
    'gethostbynamel' => fn() => [in_array('127.0.0.1', gethostbynamel('localhost')), gethostbynamel('127.0.0.3'), gethostbynamel(NO_HOST)],
    'gethostbyaddr' => fn() => array_map(is_string(...), [gethostbyaddr('127.0.0.1'), gethostbyaddr('::1')]),
    'malformed' => fn() => gethostbyaddr('none'),
    'too long' => fn() => gethostbyname(str_repeat('x', 300)),
    'stream_socket_client' => fn() => [stream_socket_client('tcp://' . NO_HOST . ':1', $code, $message), $code],
    'fsockopen' => fn() => [fsockopen(NO_HOST, 1, $code, $message), $code],
    'stream_socket_server' => fn() => [is_resource(stream_socket_server('tcp://localhost:0')), stream_socket_server('tcp://' . NO_HOST . ':0')],
    'socket_bind' => fn() => [socket_bind(socket_create(AF_INET, SOCK_STREAM, SOL_TCP), 'localhost'), socket_bind(socket_create(AF_INET, SOCK_STREAM, SOL_TCP), NO_HOST)],
    'socket_sendto' => fn() => socket_sendto(socket_create(AF_INET, SOCK_DGRAM, SOL_UDP), 'x', 1, 0, NO_HOST, 9),
    'socket_addrinfo_lookup' => fn() => array_map(fn($info) => socket_addrinfo_explain($info)['ai_addr'], socket_addrinfo_lookup('127.0.0.1', '80', ['ai_socktype' => SOCK_STREAM])),
    'http://' => fn() => file_get_contents('http://' . NO_HOST . '/'),
]);
?>
--EXPECT--
gethostbyname: ["127.0.0.1","127.0.0.1","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
gethostbynamel: [true,["127.0.0.3"],false]
gethostbyaddr: [true,true]
malformed: false, warnings: 1
too long: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…, warnings: 1
stream_socket_client: [false,0], warnings: 2
fsockopen: [false,0], warnings: 2
stream_socket_server: [true,false], warnings: 2
socket_bind: [true,false], warnings: 1
socket_sendto: false, warnings: 1
socket_addrinfo_lookup: [{"sin_port":80,"sin_addr":"127.0.0.1"}]
http://: false, warnings: 2

--TEST--
Streams: results, warnings, timeouts and metadata are those of plain PHP
--EXTENSIONS--
sockets
true_async_server
--FILE--
<?php
require __DIR__ . '/../peer.inc';

$peer = new Peer();
$state = fn($stream) => array_intersect_key(stream_get_meta_data($stream), ['timed_out' => 1, 'blocked' => 1, 'eof' => 1, 'unread_bytes' => 1]);
as_ever([
    'lines' => function () use ($peer, $state) {
        $stream = $peer->connect('0.05 say one');
        fwrite($stream, "0.05 say two\n0 end\n");
        return [fgets($stream), $state($stream), fgets($stream), feof($stream), fgets($stream), feof($stream), $state($stream)];
    },
    'much data' => function () use ($peer) {
        $stream = $peer->connect('0.05 flood 3000000');
        return md5(stream_get_contents($stream, 3_000_000));
    },
    'a part' => function () use ($peer, $state) {
        $stream = $peer->connect('0.05 say 0123456789');
        return [fread($stream, 4), $state($stream), fread($stream, 7)];
    },
    'nothing in time' => function () use ($peer, $state) {
        $stream = $peer->connect('20 say late');
        stream_set_timeout($stream, 0, 100_000);
        return [fgets($stream), $state($stream), fread($stream, 10), feof($stream), stream_get_contents($stream, 5)];
    },
    'not waiting' => function () use ($peer, $state) {
        $stream = $peer->connect('20 say late');
        stream_set_blocking($stream, false);
        return [fgets($stream), fread($stream, 10), feof($stream), $state($stream)];
    },
    'select' => function () use ($peer) {
        $silent = $peer->connect('20 say late');
        $loud = $peer->connect('0.05 say one');
        $results = [];
        foreach ([[0, 0], [0, 20_000], [5, 0], [null, null]] as [$seconds, $microseconds]) {
            $read = $seconds === 5 ? [$silent, $loud] : [$silent];
            $write = $seconds === null ? [$silent, $loud] : null;
            $except = null;
            $results[] = [stream_select($read, $write, $except, $seconds, $microseconds), array_keys($read), array_keys($write ?? [])];
        }
        return $results;
    },
    'select on what is buffered' => function () use ($peer) {
        $stream = $peer->connect("0 say one\n0 say two");
        fgets($stream);
        usleep(50_000);
        fgets($stream) && fwrite($stream, "0 say a\n0 say b\n");
        usleep(50_000);
        fread($stream, 1);
        $read = [$stream];
        $none = null;
        return stream_select($read, $none, $none, 0);
    },
    'select on nothing' => function () {
        $read = $write = $except = [];
        return stream_select($read, $write, $except, 0);
    },
    'select on what is closed' => function () use ($peer) {
        $stream = $peer->connect();
        fclose($stream);
        $read = [$stream];
        $none = null;
        return stream_select($read, $none, $none, 0);
    },
    'a broken pipe' => function () use ($peer) {
        $stream = $peer->connect('0 reset');
        fgets($stream);
        $written = [fwrite($stream, 'x'), fwrite($stream, 'y')];
        return [...$written, feof($stream)];
    },
    'nobody listens' => function () {
        return [stream_socket_client('tcp://127.0.0.1:1', $code, $message, 5), $code, $message, fsockopen('127.0.0.1', 1, $code, $message), $code, $message];
    },
    'no such host' => fn() => [stream_socket_client('tcp://' . NO_HOST . ':1', $code, $message), $code, $message],
    'no such socket' => fn() => [stream_socket_client('unix:///nonexistent', $code, $message), $code, $message],
    'nobody comes' => fn() => stream_socket_accept(stream_socket_server('tcp://127.0.0.1:0'), 0.1),
    'IPv6 and names' => function () {
        $listener = @stream_socket_server('tcp://[::1]:0') ?: stream_socket_server('tcp://127.0.0.1:0');
        preg_match('~^(.*):(\d+)$~', stream_socket_get_name($listener, false), $parts);
        return [is_resource(fsockopen($parts[1], (int) $parts[2])), is_resource(stream_socket_accept($listener, 5))];
    },
    'UDP' => function () use ($peer) {
        $stream = stream_socket_client("udp://127.0.0.1:$peer->udp");
        fwrite($stream, '0.05 say datagram');
        $packet = stream_socket_recvfrom($stream, 100, STREAM_PEEK, $from);
        return [$packet, stream_socket_recvfrom($stream, 100, 0, $from), $from === "127.0.0.1:$peer->udp"];
    },
    'half closed' => function () use ($peer) {
        $stream = $peer->connect('0.1 say after the end');
        stream_socket_shutdown($stream, STREAM_SHUT_WR);
        return [fgets($stream), fgets($stream), @fwrite($stream, 'x')];
    },
    'persistent' => function () use ($peer) {
        $stream = pfsockopen('127.0.0.1', $peer->tcp);
        fwrite($stream, "0.05 say word\n");
        return [fgets($stream), pfsockopen('127.0.0.1', $peer->tcp) === $stream];
    },
], '~127\.0\.0\.1:\d+~');
?>
--EXPECT--
lines: ["one\n",{"timed_out":false,"blocked":true,"eof":false,"unread_bytes":0},"two\n"…
much data: "55a95d24c5e52ee25a245028a1768961"
a part: ["0123",{"timed_out":false,"blocked":true,"eof":false,"unread_bytes":7},"456789\…
nothing in time: [false,{"timed_out":true,"blocked":true,"eof":false,"unread_bytes":0},false,fals…
not waiting: [false,"",false,{"timed_out":false,"blocked":false,"eof":false,"unread_bytes":0}…
select: [[0,[],[]],[0,[],[]],[1,[1],[]],[2,[],[0,1]]]
select on what is buffered: 1
select on nothing: ValueError
select on what is closed: ValueError
a broken pipe: [false,false,true], warnings: 2
nobody listens: [false,111,"Connection refused",false,111,"Connection refused"], warnings: 2
no such host: [false,0,"php_network_getaddresses: getaddrinfo for xxxxxxxxxxxxxxxxxxxxxxxxxxxx…, warnings: 2
no such socket: [false,2,"No such file or directory"], warnings: 1
nobody comes: false, warnings: 1
IPv6 and names: [true,true]
UDP: ["datagram\n","datagram\n",true]
half closed: ["after the end\n",false,false], warnings: 1
persistent: ["word\n",true]

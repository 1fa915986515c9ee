--TEST--
Clients and a server in coroutines of one process
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, await_all_or_fail, spawn};

$listener = stream_socket_server('tcp://127.0.0.1:0');
$name = stream_socket_get_name($listener, false);
$server = spawn(function () use ($listener) {
    echo "accepts\n";
    $peers = [];
    for ($i = 0; $i < 3; $i++) {
        $peer = stream_socket_accept($listener, 10);
        $peers[] = spawn(function () use ($peer) {
            while (($line = fgets($peer)) !== false) {
                fwrite($peer, strtoupper($line));
            }
            fclose($peer);
        });
    }
    await_all_or_fail($peers);
});
$clients = [];
$connects = [
    fn() => stream_socket_client("tcp://$name", timeout: 10),
    fn() => fsockopen('127.0.0.1', (int) explode(':', $name)[1], timeout: 10),
    fn() => stream_socket_client("tcp://$name", flags: STREAM_CLIENT_CONNECT),
];
foreach ($connects as $n => $connect) {
    $clients[] = spawn(function () use ($n, $connect) {
        $stream = $connect();
        $lines = [];
        foreach (["hello $n\n", "bye $n\n"] as $line) {
            fwrite($stream, $line);
            $lines[] = trim(fgets($stream));
        }
        fclose($stream);
        return implode(', ', $lines);
    });
}
foreach ($clients as $client) {
    echo await($client), "\n";
}
await($server);
?>
--EXPECT--
accepts
HELLO 0, BYE 0
HELLO 1, BYE 1
HELLO 2, BYE 2

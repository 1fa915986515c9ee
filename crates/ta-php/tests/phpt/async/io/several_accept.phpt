--TEST--
Several coroutines accept connections of one socket: each connection goes to one of them
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

const CONNECTIONS = 30;

$listener = stream_socket_server('tcp://127.0.0.1:0');
$address = 'tcp://' . stream_socket_get_name($listener, false);
$accepted = [];
$acceptors = [];
for ($i = 0; $i < 3; $i++) {
    $acceptors[] = spawn(function () use ($i, $listener, &$accepted) {
        while ($peer = stream_socket_accept($listener, 60)) {
            $accepted[] = trim(fgets($peer));
            fwrite($peer, "$i\n");
        }
    });
}
// One by one: whoever does not get it goes on waiting.
$by = [];
for ($i = 0; $i < CONNECTIONS / 2; $i++) {
    $by[] = await(spawn(function () use ($address, $i) {
        $stream = stream_socket_client($address);
        fwrite($stream, "$i\n");
        return trim(fgets($stream));
    }));
}
// And all at once.
$tasks = [];
for (; $i < CONNECTIONS; $i++) {
    $tasks[] = spawn(function () use ($address, $i) {
        $stream = stream_socket_client($address);
        fwrite($stream, "$i\n");
        return trim(fgets($stream));
    });
}
$by = [...$by, ...Async\await_all_or_fail($tasks)];
sort($accepted);
var_dump(array_map(intval(...), $accepted) === range(0, CONNECTIONS - 1), count($by));
foreach ($acceptors as $acceptor) {
    var_dump($acceptor->isCompleted());
    $acceptor->cancel();
}
delay(1);
foreach ($acceptors as $acceptor) {
    var_dump($acceptor->isCancelled());
}
?>
--EXPECT--
bool(true)
int(30)
bool(false)
bool(false)
bool(false)
bool(true)
bool(true)
bool(true)

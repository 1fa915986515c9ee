--TEST--
A cancelled accept and a cancelled request show the cancellation, and no warning
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

$listener = stream_socket_server('tcp://127.0.0.1:0');
$name = stream_socket_get_name($listener, false);
$tries = [
    'accept' => fn() => stream_socket_accept(stream_socket_server('tcp://127.0.0.1:0'), 10),
    // Nobody answers.
    'http' => fn() => file_get_contents("http://$name/"),
    'select' => function () use ($listener) {
        $read = [stream_socket_server('tcp://127.0.0.1:0')];
        $none = null;
        stream_select($read, $none, $none, 10);
    },
];
foreach ($tries as $what => $try) {
    $coroutine = spawn($try);
    delay(5);
    $coroutine->cancel();
    try {
        await($coroutine);
        echo "not reached\n";
    } catch (Throwable $error) {
        echo "$what: ", $error::class, "\n";
    }
}
?>
--EXPECT--
accept: Async\AsyncCancellation
http: Async\AsyncCancellation
select: Async\AsyncCancellation

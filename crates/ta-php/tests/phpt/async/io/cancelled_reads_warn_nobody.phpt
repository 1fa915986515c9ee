--TEST--
What a cancelled function says about its failure reaches no error handler either
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

set_error_handler(function ($level, $message) {
    echo "warned: $message\n";
});
ini_set('default_socket_timeout', '-1');
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$listener = stream_socket_server('tcp://127.0.0.1:0');
$name = stream_socket_get_name($listener, false);
$tries = [
    fn() => fread($ours, 10),
    fn() => fwrite($ours, str_repeat('x', 10_000_000)),
    fn() => stream_get_contents($ours),
    fn() => stream_socket_accept($listener, 10),
    fn() => file_get_contents("http://$name/"),
    fn() => exec('sleep 0.1'),
    fn() => array_map(sleep(...), [10, 10]),
];
foreach ($tries as $try) {
    $coroutine = spawn($try);
    delay(5);
    $coroutine->cancel();
    try {
        await($coroutine);
        echo "not reached\n";
    } catch (Throwable $error) {
        echo $error::class, "\n";
    }
}
var_dump(error_get_last());
?>
--EXPECT--
Async\AsyncCancellation
Async\AsyncCancellation
Async\AsyncCancellation
Async\AsyncCancellation
Async\AsyncCancellation
Async\AsyncCancellation
Async\AsyncCancellation
NULL

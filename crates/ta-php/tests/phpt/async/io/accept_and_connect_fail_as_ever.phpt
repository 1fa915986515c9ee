--TEST--
Accepting in vain and connecting to nobody warn as without coroutines
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

$listener = stream_socket_server('tcp://127.0.0.1:0');
$name = stream_socket_get_name($listener, false);
await(spawn(function () use (&$listener, $name) {
    spawn(function () {
        echo "meanwhile\n";
    });
    var_dump(stream_socket_accept($listener, 0.02));
    fclose($listener);
    var_dump(stream_socket_client("tcp://$name", $code, $message, 5), $code, $message);
}));
?>
--EXPECTF--
meanwhile

Warning: stream_socket_accept(): Accept failed: Connection timed out in %s on line %d
bool(false)

Warning: stream_socket_client(): Unable to connect to tcp://127.0.0.1:%d (Connection refused) in %s on line %d
bool(false)
int(111)
string(18) "Connection refused"

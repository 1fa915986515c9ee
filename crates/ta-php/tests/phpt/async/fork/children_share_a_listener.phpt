--TEST--
Children that accept from one listener do not block when another one was faster
--EXTENSIONS--
true_async_server
pcntl
--FILE--
<?php
use function Async\{await, spawn};

const CONNECTIONS = 60;

$listener = stream_socket_server('tcp://127.0.0.1:0');
$address = stream_socket_get_name($listener, false);
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$children = [];
for ($i = 0; $i < 4; $i++) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        fclose($ours);
        $accepting = spawn(function () use ($listener) {
            while ($connection = @stream_socket_accept($listener, 30)) {
                fwrite($connection, "served\n");
            }
        });
        // As long as the thread is not blocked this one runs.
        await(spawn(function () use ($theirs) {
            while (fgets($theirs) !== "stop\n");
        }));
        fwrite($theirs, "stopped\n");
        $accepting->cancel();
        exit(0);
    }
    $children[] = $pid;
}
fclose($theirs);
$served = 0;
for ($i = 0; $i < CONNECTIONS; $i++) {
    $client = stream_socket_client("tcp://$address");
    $served += fgets($client) === "served\n" ? 1 : 0;
}
var_dump($served === CONNECTIONS);
foreach ($children as $child) {
    // Whichever reads it.
    fwrite($ours, "stop\n");
    var_dump(fgets($ours));
}
foreach ($children as $child) {
    pcntl_waitpid($child, $status);
    var_dump(pcntl_wexitstatus($status));
}
?>
--EXPECT--
bool(true)
string(8) "stopped
"
string(8) "stopped
"
string(8) "stopped
"
string(8) "stopped
"
int(0)
int(0)
int(0)
int(0)

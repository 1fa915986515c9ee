--TEST--
mysqli: a connection that is killed or cut fails at once, with the driver's error
--EXTENSIONS--
mysqlnd
mysqli
sockets
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_MYSQL_SOCKET', 'TA_MYSQL_PORT');
?>
--FILE--
<?php
require __DIR__ . '/mysqli.inc';

$other = connection();
$link = connection();
bereaved('KILL', fn() => $link->query('SELECT SLEEP(60)'), fn() => $other->query("KILL $link->thread_id"));
$link = connection(tcp: true);
bereaved('KILL over TCP', function () use ($link) {
    $statement = $link->prepare('SELECT SLEEP(?)');
    $statement->execute([60]);
}, fn() => $other->query("KILL $link->thread_id"));
$link = connection();
bereaved('KILL between rows', function () use ($link) {
    $rows = $link->query('SELECT 1, 0 UNION ALL SELECT 2, SLEEP(60)', MYSQLI_USE_RESULT);
    while ($rows->fetch_row());
}, fn() => $other->query("KILL $link->thread_id"));
$link = connection();
bereaved('KILL QUERY', fn() => $link->query('SELECT SLEEP(60)')->fetch_row(), fn() => $other->query("KILL QUERY $link->thread_id"));

// A server that goes away before it has greeted anybody.
foreach (['end' => 1, 'reset' => 0] as $way => $orderly) {
    $listener = stream_socket_server('tcp://127.0.0.1:0');
    $port = (int) explode(':', stream_socket_get_name($listener, false))[1];
    bereaved("$way before the greeting", fn() => new mysqli('127.0.0.1', 'test', 'test', 'test', $port), function () use ($listener, $orderly) {
        $peer = stream_socket_accept($listener);
        if (!$orderly) {
            socket_set_option(socket_import_stream($peer), SOL_SOCKET, SO_LINGER, ['l_onoff' => 1, 'l_linger' => 0]);
        }
        fclose($peer);
    });
}
echo json_encode($other->query('SELECT 7')->fetch_row()), "\n";
?>
--EXPECT--
KILL: mysqli_sql_exception 2006
KILL over TCP: mysqli_sql_exception 2006
KILL between rows: mysqli_sql_exception 2006
KILL QUERY: mysqli_sql_exception 1317
end before the greeting: mysqli_sql_exception 2006, warnings: 1
reset before the greeting: mysqli_sql_exception 2006, warnings: 1
["7"]

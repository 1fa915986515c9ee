--TEST--
mysqli: ten coroutines wait for the server as long as one
--EXTENSIONS--
mysqlnd
mysqli
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_MYSQL_SOCKET', 'TA_MYSQL_PORT');
?>
--FILE--
<?php
require __DIR__ . '/mysqli.inc';

together('connect and query', 0.3, function () {
    return connection()->query('SELECT SLEEP(0.3) AS slept')->fetch_assoc();
});
together('over TCP', 0.3, function ($i) {
    return connection(tcp: true)->query("SELECT SLEEP(0.3) + $i - $i")->fetch_row();
});
together('prepare and execute', 0.3, function ($i) {
    $link = connection();
    $statement = $link->prepare('SELECT SLEEP(?), ? = ?');
    $statement->execute([0.3, $i, $i]);
    return $statement->get_result()->fetch_row();
});
together('rows that come one by one', 0.3, function () {
    $link = connection();
    $rows = $link->query('SELECT seq, SLEEP(0.1) FROM (SELECT 1 AS seq UNION SELECT 2 UNION SELECT 3) AS numbers', MYSQLI_USE_RESULT);
    $sum = 0;
    while ($row = $rows->fetch_row()) {
        $sum += $row[0];
    }
    return $sum;
});
together('several statements at once', 0.3, function () {
    $link = connection();
    $link->multi_query('SELECT SLEEP(0.1); SELECT SLEEP(0.1); SELECT SLEEP(0.1), 7');
    do {
        $row = $link->store_result()->fetch_row();
    } while ($link->next_result());
    return $row;
});
together('transactions', 0.3, function ($i) {
    $link = connection();
    $link->begin_transaction();
    $link->query('DO SLEEP(0.3)');
    $link->rollback();
    return $link->ping();
});
together('asynchronous queries', 0.3, function () {
    $link = connection();
    $link->query('SELECT SLEEP(0.3)', MYSQLI_ASYNC);
    $links = $errors = $rejected = [$link];
    return [mysqli_poll($links, $errors, $rejected, 10), $link->reap_async_query()->fetch_row()];
});
?>
--EXPECT--
connect and query: together, {"slept":"0"}
over TCP: together, ["0"]
prepare and execute: together, [0,1]
rows that come one by one: together, 6
several statements at once: together, ["0","7"]
transactions: together, true
asynchronous queries: together, [1,["0"]]

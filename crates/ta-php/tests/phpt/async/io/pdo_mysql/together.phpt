--TEST--
PDO MySQL: ten coroutines wait for the server as long as one
--EXTENSIONS--
mysqlnd
pdo
pdo_mysql
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_MYSQL_SOCKET', 'TA_MYSQL_PORT');
?>
--FILE--
<?php
require __DIR__ . '/pdo_mysql.inc';

together('connect and query', 0.3, fn() => connection()->query('SELECT SLEEP(0.3)')->fetchColumn());
together('over TCP', 0.3, fn() => connection(tcp: true)->query('SELECT SLEEP(0.3)')->fetchColumn());
together('exec', 0.3, fn() => connection()->exec('DO SLEEP(0.3)'));
foreach (['emulated' => true, 'native' => false] as $name => $emulated) {
    together("$name prepares", 0.3, function ($i) use ($emulated) {
        $statement = connection([PDO::ATTR_EMULATE_PREPARES => $emulated])->prepare('SELECT SLEEP(?), ? - ?');
        $statement->execute([0.3, $i, $i]);
        return (int) $statement->fetch(PDO::FETCH_NUM)[1];
    });
}
together('rows that come one by one', 0.3, function () {
    $link = connection([PDO::MYSQL_ATTR_USE_BUFFERED_QUERY => false]);
    $sum = 0;
    foreach ($link->query('SELECT n, SLEEP(0.1) FROM (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3) AS numbers') as $row) {
        $sum += $row['n'];
    }
    return $sum;
});
together('several statements at once', 0.3, function () {
    $rows = connection()->query('SELECT SLEEP(0.1); SELECT SLEEP(0.1); SELECT SLEEP(0.1) + 7');
    $rows->nextRowset();
    $rows->nextRowset();
    return (int) $rows->fetchColumn();
});
together('transactions', 0.3, function () {
    $link = connection();
    $link->beginTransaction();
    $link->exec('DO SLEEP(0.3)');
    return [$link->inTransaction(), $link->commit(), $link->inTransaction()];
});
// All wait for one another, and each is let in after its predecessor.
together('a lock that each holds in turn', 0.02, function ($i) {
    $link = connection();
    $got = $link->query("SELECT GET_LOCK('pdo_mysql_together', 10)")->fetchColumn();
    return [(int) $got, (int) $link->query("SELECT RELEASE_LOCK('pdo_mysql_together')")->fetchColumn()];
}, 50);
?>
--EXPECT--
connect and query: together, 0
over TCP: together, 0
exec: together, 0
emulated prepares: together, 0
native prepares: together, 0
rows that come one by one: together, 6
several statements at once: together, 7
transactions: together, [true,true,false]
a lock that each holds in turn: together, [1,1]

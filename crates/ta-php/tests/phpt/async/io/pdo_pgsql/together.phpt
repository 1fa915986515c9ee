--TEST--
PDO PostgreSQL: ten coroutines wait for the server as long as one
--EXTENSIONS--
pdo
pdo_pgsql
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_PGSQL_HOST', 'TA_PGSQL_PORT');
?>
--FILE--
<?php
require __DIR__ . '/pdo_pgsql.inc';

together('connect and query', 0.3, fn() => connection()->query('SELECT 7 FROM pg_sleep(0.3)')->fetchColumn());
together('over TCP', 0.3, fn() => connection(tcp: true)->query('SELECT 7 FROM pg_sleep(0.3)')->fetchColumn());
together('exec', 0.3, fn() => connection()->exec('DO $$ BEGIN PERFORM pg_sleep(0.3); END $$'));
together('prepare and execute', 0.3, function ($i) {
    $statement = connection()->prepare('SELECT ?::int - ?::int FROM pg_sleep(?)');
    $statement->execute([$i, $i, 0.3]);
    return $statement->fetchColumn();
});
together('a cursor, row by row', 0.3, function () {
    $link = connection();
    $link->beginTransaction();
    $rows = $link->prepare('SELECT n, pg_sleep(0.1) FROM generate_series(1, 3) AS n', [PDO::ATTR_CURSOR => PDO::CURSOR_SCROLL]);
    $rows->execute();
    $sum = 0;
    while ($row = $rows->fetch(PDO::FETCH_NUM)) {
        $sum += $row[0];
    }
    return $sum;
});
together('transactions', 0.3, function () {
    $link = connection();
    $link->beginTransaction();
    $link->exec('SELECT pg_sleep(0.3)');
    return [$link->inTransaction(), $link->commit(), $link->inTransaction()];
});
together('COPY', 0.3, function () {
    $link = connection();
    $link->exec('CREATE TEMPORARY TABLE lines (line text)');
    $link->exec('CREATE FUNCTION pg_temp.slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.1); RETURN NEW; END $$');
    $link->exec('CREATE TRIGGER slow BEFORE INSERT ON lines FOR EACH ROW EXECUTE FUNCTION pg_temp.slow()');
    $link->pgsqlCopyFromArray('lines', ["a\n", "b\n", "c\n"]);
    return array_map(trim(...), $link->pgsqlCopyToArray('lines'));
});
together('a notification', 0.3, fn() => connection()->pgsqlGetNotify(PDO::FETCH_NUM, 300));
?>
--EXPECT--
connect and query: together, 7
over TCP: together, 7
exec: together, 0
prepare and execute: together, 0
a cursor, row by row: together, 6
transactions: together, [true,true,false]
COPY: together, ["a","b","c"]
a notification: together, false

--TEST--
SQLite: results, errors and busy timeouts are those of plain PHP
--EXTENSIONS--
pdo
pdo_sqlite
sqlite3
true_async_server
--FILE--
<?php
require __DIR__ . '/../matrix.inc';

$file = __DIR__ . '/as_ever.tmp';
as_ever([
    'PDO' => function () use ($file) {
        $link = new PDO("sqlite:$file");
        $link->exec('DROP TABLE IF EXISTS t; CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)');
        $link->beginTransaction();
        $statement = $link->prepare('INSERT INTO t (text) VALUES (?)');
        foreach (['a', 'b', null] as $text) {
            $statement->execute([$text]);
        }
        $link->commit();
        return [$link->lastInsertId(), $link->query('SELECT * FROM t')->fetchAll(PDO::FETCH_NUM)];
    },
    'SQLite3' => function () use ($file) {
        $link = new SQLite3($file);
        $link->createFunction('twice', fn($n) => 2 * $n);
        return $link->querySingle('SELECT COUNT(*), twice(SUM(id)) FROM t', true);
    },
    'a mistake' => fn() => (new PDO("sqlite:$file"))->query('SELEC 1'),
    'a mistake with a warning' => fn() => (new SQLite3($file))->query('SELEC 1'),
    'locked' => function () use ($file) {
        $holder = new PDO("sqlite:$file");
        $holder->exec('BEGIN IMMEDIATE');
        return (new PDO("sqlite:$file", options: [PDO::ATTR_TIMEOUT => 1]))->exec('DELETE FROM t');
    },
    'locked, with a warning' => function () use ($file) {
        $holder = new SQLite3($file);
        $holder->exec('BEGIN IMMEDIATE');
        $link = new SQLite3($file);
        $link->busyTimeout(100);
        return $link->exec('DELETE FROM t');
    },
]);
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/as_ever.tmp');
?>
--EXPECT--
PDO: ["3",[[1,"a"],[2,"b"],[3,null]]]
SQLite3: {"COUNT(*)":3,"twice(SUM(id))":12}
a mistake: PDOException HY000
a mistake with a warning: false, warnings: 1
locked: PDOException HY000
locked, with a warning: false, warnings: 1

--TEST--
PDO PostgreSQL: results, errors and timeouts are those of plain PHP
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

$table = 'pdo_pgsql_as_ever_' . getmypid();
as_ever([
    'rows' => fn() => connection()->query("SELECT 1 AS a, NULL AS b, 'x' AS c, true AS d UNION SELECT 2, 3, 'y', false ORDER BY a")->fetchAll(PDO::FETCH_ASSOC),
    'parameters' => function () {
        $statement = connection()->prepare('SELECT :a::int + 1, :b::text, :c::bool');
        $statement->execute(['a' => 1, 'b' => 'two', 'c' => 't']);
        return $statement->fetch(PDO::FETCH_NUM);
    },
    'changes' => function () use ($table) {
        $link = connection();
        $link->exec("CREATE TEMPORARY TABLE $table (id serial, text varchar(20))");
        $link->beginTransaction();
        $link->exec("INSERT INTO $table (text) VALUES ('a'), ('b'), ('c')");
        $id = $link->lastInsertId();
        $changed = $link->exec("UPDATE $table SET text = 'd' WHERE id > 1");
        $link->rollBack();
        return [$id, $changed, $link->query("SELECT COUNT(*) FROM $table")->fetchColumn()];
    },
    'much data' => fn() => md5(connection(tcp: true)->query("SELECT repeat('0123456789', 300000)")->fetchColumn()),
    'much data to the server' => function () {
        $statement = connection(tcp: true)->prepare('SELECT length(?)');
        $statement->execute([str_repeat('x', 3_000_000)]);
        return $statement->fetchColumn();
    },
    'large objects' => function () {
        $link = connection();
        $link->beginTransaction();
        $object = $link->pgsqlLOBOpen($link->pgsqlLOBCreate(), 'w+');
        fwrite($object, str_repeat('0123456789', 20_000));
        rewind($object);
        return md5(stream_get_contents($object));
    },
    'COPY' => function () use ($table) {
        $link = connection();
        $link->exec("CREATE TEMPORARY TABLE $table (line text)");
        $link->pgsqlCopyFromArray($table, array_map(fn($i) => "line $i\n", range(1, 5000)));
        return [count($link->pgsqlCopyToArray($table)), $link->query("SELECT COUNT(*) FROM $table")->fetchColumn()];
    },
    'notices and notifications' => function () use ($table) {
        $link = connection();
        $link->exec("LISTEN $table");
        connection()->exec("NOTIFY $table, 'hello'");
        return [array_slice($link->pgsqlGetNotify(PDO::FETCH_NUM, 10_000), 2), $link->pgsqlGetNotify(PDO::FETCH_NUM, 50)];
    },
    'a mistake' => fn() => connection()->query('SELEC 1'),
    'a silent mistake' => function () {
        $link = connection([PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT]);
        return [$link->query('SELEC 1'), $link->errorInfo()];
    },
    'a mistake with a warning' => fn() => connection([PDO::ATTR_ERRMODE => PDO::ERRMODE_WARNING])->exec('SELEC 1'),
    'wrong password' => fn() => new PDO('pgsql:dbname=test;host=' . getenv('TA_PGSQL_HOST') . ';port=' . getenv('TA_PGSQL_PORT'), 'test', 'wrong'),
    'nobody listens' => fn() => new PDO('pgsql:host=127.0.0.1;port=1', 'test', 'test'),
    'no such host' => fn() => new PDO('pgsql:host=' . NO_HOST, 'test', 'test'),
    'connect timeout' => function () {
        // Somebody who accepts and says nothing.
        $silent = stream_socket_server('tcp://127.0.0.1:0');
        $port = explode(':', stream_socket_get_name($silent, false))[1];
        return new PDO("pgsql:host=127.0.0.1;port=$port", 'test', 'test', [PDO::ATTR_TIMEOUT => 2]);
    },
    'server side timeout' => function () {
        $link = connection();
        $link->exec('SET statement_timeout = 100');
        $link->query('SELECT pg_sleep(20)');
    },
    'persistent' => fn() => connection([PDO::ATTR_PERSISTENT => true])->query('SELECT 5')->fetchColumn(),
], '~port \d{4,5}|Resource id #\d+~');
?>
--EXPECT--
rows: [{"a":1,"b":null,"c":"x","d":true},{"a":2,"b":3,"c":"y","d":false}]
parameters: [2,"two",true]
changes: ["3",2,0]
much data: "55a95d24c5e52ee25a245028a1768961"
much data to the server: 3000000
large objects: "bcc4bfca43786497d970f7d3e2fdd455"
COPY: [5000,5000]
notices and notifications: [["hello"],false]
a mistake: PDOException 42601
a silent mistake: [false,["42601",7,"ERROR:  syntax error at or near \"SELEC\"\nLINE 1: SELEC 1\n …
a mistake with a warning: false, warnings: 1
wrong password: PDOException 7
nobody listens: PDOException 7
no such host: PDOException 7
connect timeout: PDOException 7
server side timeout: PDOException 57014
persistent: 5

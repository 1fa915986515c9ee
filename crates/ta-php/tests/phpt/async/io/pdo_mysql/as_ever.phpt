--TEST--
PDO MySQL: results, errors and timeouts are those of plain PHP
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
--INI--
mysqlnd.net_read_timeout=2
--FILE--
<?php
require __DIR__ . '/pdo_mysql.inc';

class Row
{
    public int $a;
    public ?string $b;
}

$table = 'pdo_mysql_as_ever_' . getmypid();
as_ever([
    'rows' => fn() => connection()->query('SELECT 1 AS a, NULL AS b, "x" AS c UNION SELECT 2, 3, "y"')->fetchAll(PDO::FETCH_ASSOC),
    'objects' => fn() => connection()->query('SELECT 1 AS a, "b" AS b')->fetchAll(PDO::FETCH_CLASS, Row::class)[0]->b,
    'native types' => function () {
        $statement = connection([PDO::ATTR_EMULATE_PREPARES => false])->prepare('SELECT ?, ?, ? + 0.5');
        $statement->bindValue(1, 1, PDO::PARAM_INT);
        $statement->bindValue(2, 'two');
        $statement->bindValue(3, 3);
        $statement->execute();
        return $statement->fetch(PDO::FETCH_NUM);
    },
    'changes' => function () use ($table) {
        $link = connection();
        $link->exec("CREATE TEMPORARY TABLE $table (id INT AUTO_INCREMENT PRIMARY KEY, text VARCHAR(20))");
        $link->beginTransaction();
        $link->exec("INSERT INTO $table (text) VALUES ('a'), ('b'), ('c')");
        $id = $link->lastInsertId();
        $changed = $link->exec("UPDATE $table SET text = 'd' WHERE id > 1");
        $link->rollBack();
        return [$id, $changed, $link->query("SELECT COUNT(*) FROM $table")->fetchColumn()];
    },
    'much data' => fn() => md5(connection(tcp: true)->query('SELECT REPEAT("0123456789", 300000)')->fetchColumn()),
    'much data to the server' => function () {
        $statement = connection(tcp: true)->prepare('SELECT LENGTH(?)');
        $statement->execute([str_repeat('x', 3_000_000)]);
        return $statement->fetchColumn();
    },
    'a mistake' => fn() => connection()->query('SELEC 1'),
    'a silent mistake' => function () {
        $link = connection([PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT]);
        return [$link->query('SELEC 1'), $link->errorInfo()];
    },
    'a mistake with a warning' => fn() => connection([PDO::ATTR_ERRMODE => PDO::ERRMODE_WARNING])->exec('SELEC 1'),
    'wrong password' => fn() => new PDO('mysql:unix_socket=' . getenv('TA_MYSQL_SOCKET'), 'test', 'wrong'),
    'nobody listens' => fn() => new PDO('mysql:host=127.0.0.1;port=1', 'test', 'test'),
    'no such host' => fn() => new PDO('mysql:host=' . NO_HOST, 'test', 'test'),
    'connect timeout' => function () {
        // Somebody who accepts and says nothing.
        $silent = stream_socket_server('tcp://127.0.0.1:0');
        $port = explode(':', stream_socket_get_name($silent, false))[1];
        return new PDO("mysql:host=127.0.0.1;port=$port", 'test', 'test', [PDO::ATTR_TIMEOUT => 1]);
    },
    'server side timeout' => fn() => connection()->query('SET STATEMENT max_statement_time = 0.1 FOR SELECT SLEEP(20)'),
    'unbuffered, out of order' => function () {
        $link = connection([PDO::MYSQL_ATTR_USE_BUFFERED_QUERY => false]);
        $rows = $link->query('SELECT 1 UNION SELECT 2');
        return $link->query('SELECT 1');
    },
    'persistent' => fn() => connection([PDO::ATTR_PERSISTENT => true])->query('SELECT 5')->fetchColumn(),
]);
?>
--EXPECT--
rows: [{"a":1,"b":null,"c":"x"},{"a":2,"b":3,"c":"y"}]
objects: "b"
native types: [1,"two",3.5]
changes: ["1",2,0]
much data: "55a95d24c5e52ee25a245028a1768961"
much data to the server: 3000000
a mistake: PDOException 42000
a silent mistake: [false,["42000",1064,"You have an error in your SQL syntax; check the manual tha…
a mistake with a warning: false, warnings: 1
wrong password: PDOException 1045
nobody listens: PDOException 2002
no such host: PDOException 2002
connect timeout: PDOException 2006
server side timeout: PDOException 70100
unbuffered, out of order: PDOException HY000
persistent: 5

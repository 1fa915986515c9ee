--TEST--
mysqli: results, errors and timeouts are those of plain PHP
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

$table = 'mysqli_as_ever_' . getmypid();
as_ever([
    'rows' => fn() => connection()->query('SELECT 1 AS a, NULL AS b, "x" AS c UNION SELECT 2, 3, "y"')->fetch_all(MYSQLI_ASSOC),
    'typed rows' => function () {
        $link = connection();
        $statement = $link->prepare('SELECT ?, ?, ?');
        $statement->execute([1, 'two', 3.5]);
        return $statement->get_result()->fetch_row();
    },
    'changes' => function () use ($table) {
        $link = connection();
        $link->query("CREATE TEMPORARY TABLE $table (id INT AUTO_INCREMENT PRIMARY KEY, text VARCHAR(20))");
        $link->query("INSERT INTO $table (text) VALUES ('a'), ('b'), ('c')");
        $id = $link->insert_id;
        $link->query("UPDATE $table SET text = 'd' WHERE id > 1");
        return [$id, $link->affected_rows, $link->info];
    },
    'much data' => fn() => md5(connection(tcp: true)->query('SELECT REPEAT("0123456789", 300000)')->fetch_row()[0]),
    'much data to the server' => fn() => connection(tcp: true)->query('SELECT LENGTH("' . str_repeat('x', 3_000_000) . '")')->fetch_row(),
    'a mistake' => fn() => connection()->query('SELEC 1'),
    'a mistake as a warning' => function () {
        $link = connection();
        mysqli_report(MYSQLI_REPORT_ERROR);
        try {
            return [$link->query('SELEC 1'), $link->errno, $link->sqlstate, $link->error];
        } finally {
            mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
        }
    },
    'wrong password' => fn() => new mysqli('localhost', 'test', 'wrong', 'test', null, getenv('TA_MYSQL_SOCKET')),
    'nobody listens' => fn() => new mysqli('127.0.0.1', 'test', 'test', 'test', 1),
    'no socket' => fn() => new mysqli('localhost', 'test', 'test', 'test', null, '/nonexistent/mysqld.sock'),
    'read timeout' => function () {
        mysqli_report(MYSQLI_REPORT_OFF);
        $link = mysqli_init();
        $link->options(MYSQLI_OPT_READ_TIMEOUT, 1);
        $link->real_connect('localhost', 'test', 'test', 'test', null, getenv('TA_MYSQL_SOCKET'));
        return [$link->query('SELECT SLEEP(20)'), $link->errno, $link->error];
    },
    'connect timeout' => function () {
        mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
        // Somebody who accepts and says nothing.
        $silent = stream_socket_server('tcp://127.0.0.1:0');
        $link = mysqli_init();
        $link->options(MYSQLI_OPT_CONNECT_TIMEOUT, 1);
        $link->options(MYSQLI_OPT_READ_TIMEOUT, 1);
        $link->real_connect('127.0.0.1', 'test', 'test', 'test', (int) explode(':', stream_socket_get_name($silent, false))[1]);
    },
    'server side timeout' => fn() => connection()->query('SET STATEMENT max_statement_time = 0.1 FOR SELECT SLEEP(20)'),
    'out of order' => function () {
        $link = connection();
        $rows = $link->query('SELECT 1 UNION SELECT 2', MYSQLI_USE_RESULT);
        return $link->query('SELECT 1');
    },
    'LOCAL INFILE' => function () use ($table) {
        $link = mysqli_init();
        $link->options(MYSQLI_OPT_LOCAL_INFILE, true);
        $link->real_connect('localhost', 'test', 'test', 'test', null, getenv('TA_MYSQL_SOCKET'));
        $link->query("CREATE TEMPORARY TABLE $table (line VARCHAR(20))");
        $file = __DIR__ . '/as_ever.tmp';
        file_put_contents($file, "a\nb\nc\n");
        $link->query("LOAD DATA LOCAL INFILE '$file' INTO TABLE $table");
        return $link->query("SELECT COUNT(*) FROM $table")->fetch_row();
    },
]);
?>
--INI--
mysqli.allow_local_infile=1
--CLEAN--
<?php
@unlink(__DIR__ . '/as_ever.tmp');
?>
--EXPECT--
rows: [{"a":"1","b":null,"c":"x"},{"a":"2","b":"3","c":"y"}]
typed rows: ["1","two","3.5"]
changes: [1,2,"Rows matched: 2  Changed: 2  Warnings: 0"]
much data: "55a95d24c5e52ee25a245028a1768961"
much data to the server: ["3000000"]
a mistake: mysqli_sql_exception 1064
a mistake as a warning: [false,1064,"42000","You have an error in your SQL syntax; check the manual that…, warnings: 1
wrong password: mysqli_sql_exception 1045
nobody listens: mysqli_sql_exception 2002
no socket: mysqli_sql_exception 2002
read timeout: [false,2006,"MySQL server has gone away"]
connect timeout: mysqli_sql_exception 2006, warnings: 1
server side timeout: mysqli_sql_exception 1969
out of order: mysqli_sql_exception 2014
LOCAL INFILE: ["3"]

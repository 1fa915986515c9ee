--TEST--
SQLite: waiting for a lock of another connection lets others run
--EXTENSIONS--
pdo
pdo_sqlite
sqlite3
true_async_server
--FILE--
<?php
require __DIR__ . '/../matrix.inc';

$file = __DIR__ . '/busy.tmp';
$clients = [
    'PDO' => function () use ($file) {
        $link = new PDO("sqlite:$file", options: [PDO::ATTR_TIMEOUT => 20]);
        return [$link->exec('INSERT INTO t VALUES (1)'), $link->query('SELECT COUNT(*) > 0 FROM t')->fetchColumn()];
    },
    'SQLite3' => function () use ($file) {
        $link = new SQLite3($file);
        $link->busyTimeout(20_000);
        return [$link->exec('INSERT INTO t VALUES (1)'), $link->querySingle('SELECT COUNT(*) > 0 FROM t')];
    },
];
$holder = new PDO("sqlite:$file");
$holder->exec('CREATE TABLE IF NOT EXISTS t (n INTEGER)');
foreach ($clients as $name => $client) {
    // Without the others it would wait for ever: the lock is given back by one of them.
    $holder->exec('BEGIN IMMEDIATE');
    $waits = Async\spawn($client);
    $turns = 0;
    Async\spawn(function () use ($holder, &$turns) {
        for (; $turns < 10; $turns++) {
            Async\delay(10);
        }
        $holder->exec('COMMIT');
    });
    echo "$name: ", json_encode(Async\await($waits, Async\timeout(30_000))), ", meanwhile $turns\n";
}
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/busy.tmp');
?>
--EXPECT--
PDO: [1,1], meanwhile 10
SQLite3: [true,1], meanwhile 10

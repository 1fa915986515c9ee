--TEST--
SQLite: a cancelled wait for a lock ends with the cancellation
--EXTENSIONS--
pdo
pdo_sqlite
sqlite3
true_async_server
--FILE--
<?php
require __DIR__ . '/../matrix.inc';

$file = __DIR__ . '/cancelled.tmp';
$holder = new PDO("sqlite:$file");
$holder->exec('CREATE TABLE IF NOT EXISTS t (n INTEGER)');
$again = fn() => (new PDO("sqlite:$file"))->query('SELECT COUNT(*) FROM t')->fetchColumn();
$holder->exec('BEGIN IMMEDIATE');
cancelled('PDO', fn() => (new PDO("sqlite:$file", options: [PDO::ATTR_TIMEOUT => 60]))->exec('DELETE FROM t'), $again);
cancelled('SQLite3', function () use ($file) {
    $link = new SQLite3($file);
    $link->busyTimeout(60_000);
    $link->exec('DELETE FROM t');
}, $again);
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/cancelled.tmp');
?>
--EXPECT--
PDO: finally, Async\AsyncCancellation, then 0
SQLite3: finally, Async\AsyncCancellation, then 0

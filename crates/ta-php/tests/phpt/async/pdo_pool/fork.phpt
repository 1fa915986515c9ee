--TEST--
PDO pool: a forked child gets connections of its own, and leaves those of its parent as they are
--EXTENSIONS--
mysqlnd
pdo
pdo_mysql
pdo_pgsql
pcntl
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/servers.inc';
skip_without('mysql');
skip_without('pgsql');
?>
--FILE--
<?php
require __DIR__ . '/servers.inc';

/** Runs the closure in a child, to its very end. */
function child(callable $body): void
{
    $pid = pcntl_fork();
    if ($pid === 0) {
        $body();
        exit(0);
    }
    pcntl_waitpid($pid, $status);
    echo pcntl_wexitstatus($status) === 0 ? '' : "the child has failed\n";
}

foreach (['mysql', 'pgsql'] as $driver) {
    $pdo = pooled($driver, 2);
    $mine = connection_id($pdo);
    child(function () use ($pdo, $driver, $mine) {
        echo "$driver, at rest: ", connection_id($pdo) === $mine ? 'shared' : 'its own', "\n";
    });
    $pdo->beginTransaction();
    $statement = $pdo->query('SELECT 1');
    child(function () use ($pdo, $driver, $mine, $statement) {
        echo "$driver, in a transaction: ", var_export($pdo->inTransaction(), true), ', ';
        echo connection_id($pdo) === $mine ? 'shared' : 'its own', "\n";
        $pdo->beginTransaction();
        unset($statement, $pdo, $GLOBALS['statement'], $GLOBALS['pdo']);
    });
    unset($statement);
    echo "$driver, parent: ", connection_id($pdo) === $mine ? 'the same' : 'another', ', ', var_export($pdo->inTransaction(), true), "\n";
    $pdo->commit();
}
?>
--EXPECT--
mysql, at rest: its own
mysql, in a transaction: false, its own
mysql, parent: the same, true
pgsql, at rest: its own
pgsql, in a transaction: false, its own
pgsql, parent: the same, true

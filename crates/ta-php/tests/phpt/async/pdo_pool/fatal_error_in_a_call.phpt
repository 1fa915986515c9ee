--TEST--
PDO pool: a connection on which a fatal error ended a call is not used again
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--SKIPIF--
<?php if (PHP_VERSION_ID >= 80500) die('skip the methods are deprecated on PDO itself'); ?>
--FILE--
<?php
require __DIR__ . '/sqlite.inc';

$pdo = pooled(1);
$pdo->sqliteCreateFunction('fatal', fn ($x) => $x ? trigger_error('on purpose', E_USER_ERROR) : 7, 1);
register_shutdown_function(function () use ($pdo) {
    echo usage($pdo), "\n";
    echo $pdo->query('SELECT fatal(0)')->fetchColumn(), "\n";
});
Async\await(Async\spawn(fn () => $pdo->query('SELECT fatal(1)')));
?>
--EXPECTF--
Fatal error: on purpose in %s on line %d
0 idle, 0 active
7

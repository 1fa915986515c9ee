--TEST--
PDO pool, pgsql: a connection that was killed goes, and the next call gets another one
--EXTENSIONS--
pdo
pdo_pgsql
true_async_server
--SKIPIF--
<?php require __DIR__ . '/servers.inc'; skip_without('pgsql'); ?>
--FILE--
<?php
require __DIR__ . '/servers.inc';
use function Async\{await, spawn};

$pdo = pooled('pgsql', 1);
await(spawn(function () use ($pdo) {
    $pdo->beginTransaction();
    $id = connection_id($pdo);
    kill('pgsql', $id);
    try {
        @$pdo->query('SELECT 1');
        echo "still alive\n";
    } catch (PDOException $error) {
        echo "lost\n";
    }
    echo usage($pdo), "\n";
    var_dump($pdo->inTransaction(), connection_id($pdo) !== $id);
    echo usage($pdo), "\n";

    echo "-- under a prepared statement\n";
    $statement = $pdo->prepare('SELECT 1');
    $id = connection_id($pdo);
    kill('pgsql', $id);
    for ($i = 0; $i < 2; $i++) {
        try {
            @$statement->execute();
            echo "alive\n";
        } catch (PDOException $error) {
            echo "lost\n";
            $statement = $pdo->prepare('SELECT 1');
        }
    }
    $statement = null;
    var_dump(connection_id($pdo) !== $id);
}));
echo usage($pdo), "\n";
?>
--EXPECT--
lost
0 idle, 0 active
bool(false)
bool(true)
1 idle, 0 active
-- under a prepared statement
lost
alive
bool(true)
1 idle, 0 active

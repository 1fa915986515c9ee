--TEST--
PDO pool, pgsql: a cached statement stays prepared, and a stale one is prepared again unseen
--EXTENSIONS--
pdo
pdo_pgsql
true_async_server
--SKIPIF--
<?php require __DIR__ . '/servers.inc'; skip_without('pgsql'); ?>
--FILE--
<?php
require __DIR__ . '/servers.inc';

function prepared(PDO $pdo): int
{
    $count = $pdo->prepare(
        "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'pdo%'",
        [PDO::ATTR_EMULATE_PREPARES => true],
    );
    $count->execute();
    return $count->fetchColumn();
}

$pdo = pooled('pgsql', 1, [PDO::ATTR_POOL_STMT_CACHE_SIZE => 2]);
$pdo->exec('DROP TABLE IF EXISTS ta_cache');
$pdo->exec('CREATE TABLE ta_cache (id INT, v TEXT)');
$pdo->exec("INSERT INTO ta_cache VALUES (1, 'a'), (2, 'b')");

$select = function (string $sql, array $values) use ($pdo) {
    $statement = $pdo->prepare($sql);
    $statement->execute($values);
    return json_encode($statement->fetchAll(PDO::FETCH_ASSOC));
};
for ($i = 0; $i < 3; $i++) {
    echo $select('SELECT * FROM ta_cache WHERE id = :id OR v = :v', ['id' => 1, 'v' => 'b']), ' ', prepared($pdo), "\n";
}
echo "-- no more than there is room for\n";
foreach ([1, 2, 3, 4] as $n) {
    $select("SELECT $n", []);
}
echo prepared($pdo), "\n";

echo "-- 0A000: the table has changed\n";
$sql = 'SELECT * FROM ta_cache WHERE id = ?';
echo $select($sql, [2]), "\n";
$pdo->exec('ALTER TABLE ta_cache ADD COLUMN w INT');
echo $select($sql, [2]), "\n";
echo $select($sql, [1]), "\n";

echo "-- the same in one that is in use\n";
$statement = $pdo->prepare($sql);
$statement->execute([1]);
echo json_encode($statement->fetchAll(PDO::FETCH_ASSOC)), "\n";
$pdo->exec('ALTER TABLE ta_cache ADD COLUMN x INT');
$statement->execute([2]);
echo json_encode($statement->fetchAll(PDO::FETCH_ASSOC)), "\n";

echo "-- 26000: the server has forgotten it\n";
$pdo->exec('DEALLOCATE ALL');
$statement->execute([1]);
echo json_encode($statement->fetchAll(PDO::FETCH_NUM)), "\n";
$statement = null;

echo "-- in a transaction that has failed there is nothing to repeat\n";
$statement = $pdo->prepare($sql);
$statement->execute([1]);
$pdo->beginTransaction();
$pdo->exec('ALTER TABLE ta_cache DROP COLUMN x');
try {
    $statement->execute([1]);
} catch (PDOException $error) {
    echo $error->getCode(), "\n";
}
$pdo->rollBack();
$statement->execute([1]);
echo json_encode($statement->fetchAll(PDO::FETCH_NUM)), "\n";
$statement = null;
$pdo->exec('DROP TABLE ta_cache');
?>
--EXPECT--
[{"id":1,"v":"a"},{"id":2,"v":"b"}] 1
[{"id":1,"v":"a"},{"id":2,"v":"b"}] 1
[{"id":1,"v":"a"},{"id":2,"v":"b"}] 1
-- no more than there is room for
2
-- 0A000: the table has changed
[{"id":2,"v":"b"}]
[{"id":2,"v":"b","w":null}]
[{"id":1,"v":"a","w":null}]
-- the same in one that is in use
[{"id":1,"v":"a","w":null}]
[{"id":2,"v":"b","w":null,"x":null}]
-- 26000: the server has forgotten it
[[1,"a",null,null]]
-- in a transaction that has failed there is nothing to repeat
0A000
[[1,"a",null,null]]

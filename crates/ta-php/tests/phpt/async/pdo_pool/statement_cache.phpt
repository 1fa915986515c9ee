--TEST--
PDO pool: a cached statement begins anew: nothing of its last use is left
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';

$pdo = pooled(1, [PDO::ATTR_POOL_STMT_CACHE_SIZE => 2]);
$pdo->exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v)');
$pdo->exec("INSERT INTO t (v) VALUES ('a'), ('b'), ('c')");

for ($i = 0; $i < 3; $i++) {
    $select = $pdo->prepare('SELECT v FROM t WHERE id >= :id ORDER BY id');
    $select->setFetchMode($i === 0 ? PDO::FETCH_OBJ : PDO::FETCH_BOTH);
    $select->execute(['id' => 2]);
    echo json_encode($select->fetch()), "\n";
}
echo "-- values that are not bound again\n";
$select = $pdo->prepare('SELECT :a AS a, :b AS b');
$select->execute(['a' => 'secret', 'b' => 'other']);
echo json_encode($select->fetch(PDO::FETCH_NUM)), "\n";
$select = null;
$select = $pdo->prepare('SELECT :a AS a, :b AS b');
$select->execute(['a' => 1]);
echo json_encode($select->fetch(PDO::FETCH_NUM)), "\n";
$select = null;

echo "-- two of the same at a time\n";
$one = $pdo->prepare('SELECT v FROM t WHERE id = ?');
$two = $pdo->prepare('SELECT v FROM t WHERE id = ?');
$one->execute([1]);
$two->execute([2]);
echo $one->fetchColumn(), $two->fetchColumn(), "\n";
$one = $two = null;

echo "-- more than there is room for\n";
for ($round = 0; $round < 3; $round++) {
    foreach ([1, 2, 3] as $n) {
        $statement = $pdo->prepare("SELECT v FROM t WHERE id = $n");
        $statement->execute();
        echo $statement->fetchColumn();
    }
}
echo "\n-- one that failed\n";
for ($i = 0; $i < 2; $i++) {
    try {
        $insert = $pdo->prepare('INSERT INTO t (id, v) VALUES (?, ?)');
        $insert->execute([1, 'twice']);
    } catch (PDOException $error) {
        echo $error->getCode(), "\n";
    }
}
$insert = $pdo->prepare('INSERT INTO t (id, v) VALUES (?, ?)');
var_dump($insert->execute([9, 'nine']), $insert->rowCount());

echo "-- another table\n";
$all = $pdo->prepare('SELECT * FROM t WHERE id = 9');
$all->execute();
echo json_encode($all->fetch(PDO::FETCH_ASSOC)), "\n";
$all = null;
$pdo->exec('ALTER TABLE t ADD COLUMN w');
$all = $pdo->prepare('SELECT * FROM t WHERE id = 9');
$all->execute();
echo json_encode($all->fetch(PDO::FETCH_ASSOC)), "\n";
?>
--EXPECT--
{"v":"b"}
{"v":"b","0":"b"}
{"v":"b","0":"b"}
-- values that are not bound again
["secret","other"]
["1",null]
-- two of the same at a time
ab
-- more than there is room for
abcabcabc
-- one that failed
23000
23000
bool(true)
int(1)
-- another table
{"id":9,"v":"nine"}
{"id":9,"v":"nine","w":null}

--TEST--
PDO pool, mysql: a cached statement is prepared once; emulated ones are not cached
--EXTENSIONS--
mysqlnd
pdo
pdo_mysql
true_async_server
--SKIPIF--
<?php require __DIR__ . '/servers.inc'; skip_without('mysql'); ?>
--FILE--
<?php
require __DIR__ . '/servers.inc';

function prepared(PDO $pdo): int
{
    // Not counted itself: sent as text.
    $pdo->setAttribute(PDO::ATTR_EMULATE_PREPARES, true);
    $count = (int) $pdo->query("SHOW SESSION STATUS LIKE 'Com_stmt_prepare'")->fetchColumn(1);
    $pdo->setAttribute(PDO::ATTR_EMULATE_PREPARES, false);
    return $count;
}

foreach ([0, 2] as $size) {
    $pdo = pooled('mysql', 1, [PDO::ATTR_POOL_STMT_CACHE_SIZE => $size, PDO::ATTR_EMULATE_PREPARES => false]);
    $before = prepared($pdo);
    for ($i = 1; $i <= 5; $i++) {
        $statement = $pdo->prepare('SELECT ? AS v, ? AS w');
        $statement->execute([$i, str_repeat('x', $i)]);
        $row = $statement->fetch(PDO::FETCH_ASSOC);
        if ($row['v'] != $i || strlen($row['w']) !== $i) {
            echo "wrong row\n";
        }
        $statement = null;
    }
    echo "cache of $size: ", prepared($pdo) - $before, " prepared\n";
}

echo "-- named parameters, one bound by reference, unread rows\n";
$pdo = pooled('mysql', 1, [PDO::ATTR_POOL_STMT_CACHE_SIZE => 2, PDO::ATTR_EMULATE_PREPARES => false]);
for ($i = 0; $i < 3; $i++) {
    $statement = $pdo->prepare('SELECT :a AS a UNION ALL SELECT :b');
    $statement->bindParam('b', $b, PDO::PARAM_INT);
    $statement->bindValue('a', 10);
    $b = $i;
    $statement->execute();
    echo json_encode($statement->fetch(PDO::FETCH_NUM)), ' ', $statement->columnCount(), "\n";
    $statement = null;
}
try {
    $statement = $pdo->prepare('SELECT :a AS a UNION ALL SELECT :b');
    $statement->execute(['a' => 1]);
    echo "executed without a value\n";
} catch (PDOException $error) {
    echo $error->getCode(), "\n";
}
?>
--EXPECT--
cache of 0: 5 prepared
cache of 2: 1 prepared
-- named parameters, one bound by reference, unread rows
["10"] 1
["10"] 1
["10"] 1
HY093

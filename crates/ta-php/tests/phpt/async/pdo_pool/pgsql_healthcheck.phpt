--TEST--
PDO pool, pgsql: idle connections are checked, and dead ones made up for
--EXTENSIONS--
pdo
pdo_pgsql
true_async_server
--SKIPIF--
<?php require __DIR__ . '/servers.inc'; skip_without('pgsql'); ?>
--FILE--
<?php
require __DIR__ . '/servers.inc';
use function Async\delay;

$pdo = pooled('pgsql', 2, [PDO::ATTR_POOL_MIN => 1, PDO::ATTR_POOL_HEALTHCHECK_INTERVAL => 1]);
$id = connection_id($pdo);
kill('pgsql', $id);
// The connection is replaced without anybody asking for one.
for ($i = 0; $i < 100; $i++) {
    delay(100);
    if ($pdo->getPool()->idleCount() === 1 && $i > 12) {
        break;
    }
}
var_dump(connection_id($pdo) !== $id);
echo usage($pdo), "\n";
?>
--EXPECT--
bool(true)
1 idle, 0 active

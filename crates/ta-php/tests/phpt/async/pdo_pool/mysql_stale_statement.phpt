--TEST--
PDO pool, mysql: a statement that the server has forgotten is prepared again unseen, once
--EXTENSIONS--
mysqlnd
pdo
pdo_mysql
true_async_server
--FILE--
<?php
require __DIR__ . '/stale_peer.inc';

$peer = new StalePeer();
$pdo = new PDO("mysql:host=127.0.0.1;port=$peer->port;dbname=test", 'test', 'test', [
    PDO::ATTR_EMULATE_PREPARES => false,
    PDO::ATTR_POOL_ENABLED => true,
    PDO::ATTR_POOL_MAX => 1,
    PDO::ATTR_POOL_STMT_CACHE_SIZE => 8,
]);
$run = function (string $sql) use ($pdo, $peer) {
    $before = $peer->prepared;
    try {
        $statement = $pdo->prepare($sql);
        $statement->execute();
        $answer = $statement->fetchColumn();
    } catch (PDOException $error) {
        $answer = $error->getMessage();
    }
    printf("%s: %s, prepared %d\n", $sql, $answer, $peer->prepared - $before);
};
$run('SELECT 0 0');
foreach ([1243, 1615, 2057] as $code) {
    $run("SELECT $code 1");
}
// What was prepared again is what is kept.
$run('SELECT 1243 1');
// Other errors are none that preparing would mend, and one that stays is told.
$run('SELECT 1064 1');
$run('SELECT 1243 2');
$run('SELECT 0 0');
echo $pdo->getPool()->count(), " connection\n";
// Before the peer goes: mysqlnd does not free a statement whose end it cannot tell the server.
unset($run, $pdo);
Async\graceful_shutdown();
?>
--EXPECT--
SELECT 0 0: statement 1, prepared 1
SELECT 1243 1: statement 3, prepared 2
SELECT 1615 1: statement 5, prepared 2
SELECT 2057 1: statement 7, prepared 2
SELECT 1243 1: statement 3, prepared 0
SELECT 1064 1: SQLSTATE[HY000]: General error: 1064 it is gone, prepared 1
SELECT 1243 2: SQLSTATE[HY000]: General error: 1243 it is gone, prepared 2
SELECT 0 0: statement 1, prepared 0
1 connection

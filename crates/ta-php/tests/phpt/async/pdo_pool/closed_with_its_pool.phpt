--TEST--
PDO pool: a connection is closed when its pool goes, whatever was called on it
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';
use function Async\{await, spawn};

$file = substr(database(), strlen('sqlite:'));
/** Connections that are open to the database. */
$open = fn () => count(array_filter(
    scandir('/proc/self/fd'),
    fn ($fd) => @readlink("/proc/self/fd/$fd") === $file,
));
$calls = [
    'beginTransaction, commit' => fn ($pdo) => $pdo->beginTransaction() && $pdo->commit(),
    'inTransaction, inside' => fn ($pdo) => $pdo->beginTransaction() && $pdo->inTransaction(),
    'inTransaction, outside' => fn ($pdo) => $pdo->query('SELECT 1') && $pdo->inTransaction(),
    'prepare, execute' => fn ($pdo) => $pdo->prepare('SELECT ?')->execute([1]),
    'a statement that fails' => function ($pdo) {
        try {
            $pdo->query('SELECT nothing');
        } catch (PDOException) {
        }
        return $pdo->errorInfo();
    },
    'quote, attributes, id' => fn ($pdo) => [
        $pdo->quote('x'),
        $pdo->setAttribute(PDO::ATTR_TIMEOUT, 1),
        $pdo->getAttribute(PDO::ATTR_SERVER_VERSION),
        $pdo->lastInsertId(),
    ],
];
foreach ($calls as $name => $call) {
    foreach (['main' => $call, 'coroutine' => fn ($pdo) => await(spawn($call, $pdo))] as $who => $run) {
        $pdo = pooled();
        $pdo->query('SELECT name FROM sqlite_master')->fetchAll();
        $run($pdo);
        $before = $open();
        unset($pdo);
        printf("%s, %s: %s, %d open\n", $who, $name, $before > 0 ? 'was open' : 'was never open', $open());
    }
}
?>
--EXPECT--
main, beginTransaction, commit: was open, 0 open
coroutine, beginTransaction, commit: was open, 0 open
main, inTransaction, inside: was open, 0 open
coroutine, inTransaction, inside: was open, 0 open
main, inTransaction, outside: was open, 0 open
coroutine, inTransaction, outside: was open, 0 open
main, prepare, execute: was open, 0 open
coroutine, prepare, execute: was open, 0 open
main, a statement that fails: was open, 0 open
coroutine, a statement that fails: was open, 0 open
main, quote, attributes, id: was open, 0 open
coroutine, quote, attributes, id: was open, 0 open

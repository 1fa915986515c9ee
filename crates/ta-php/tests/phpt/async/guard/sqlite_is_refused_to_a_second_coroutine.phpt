--TEST--
SQLite3: while one coroutine waits inside of a query, others are refused with both places named, and it ends as if nobody had come
--EXTENSIONS--
sqlite3
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

$db = new SQLite3(':memory:');
$db->enableExceptions(true);
$db->createFunction('pause', function ($value) {
    delay(20);
    return $value;
});
$db->exec('CREATE TABLE t (n)');
$insert = $db->prepare('INSERT INTO t VALUES (?)');

$slow = spawn(fn() => $db->querySingle('SELECT pause(42)'));
suspend();
$attempts = [
    'query' => fn() => $db->query('SELECT 1'),
    'a statement' => fn() => $insert->execute(),
    'close' => fn() => $db->close(),
];
foreach ($attempts as $name => $attempt) {
    try {
        $attempt();
        echo "$name: not refused\n";
    } catch (Async\AsyncException $error) {
        echo "$name: ", str_replace(__DIR__ . '/', '', $error->getMessage()), "\n";
    }
}
var_dump(await($slow), $db->querySingle('SELECT 1'));

echo "its own callbacks may:\n";
$db->createFunction('again', fn() => $db->querySingle('SELECT 7'));
var_dump(await(spawn(fn() => $db->querySingle('SELECT again()'))));

echo "so may others, with one of their own:\n";
$start = hrtime(true);
$all = [];
for ($i = 0; $i < 10; $i++) {
    $all[] = spawn(function () use ($i) {
        $db = new SQLite3(':memory:');
        $db->createFunction('pause', function ($value) {
            delay(50);
            return $value;
        });
        return $db->querySingle("SELECT pause($i)");
    });
}
echo implode(' ', Async\await_all_or_fail($all)), "\n";
var_dump((hrtime(true) - $start) / 1e6 < 250);
?>
--EXPECTF--
query: SQLite3::query() at sqlite_is_refused_to_a_second_coroutine.php:%d is refused: coroutine #%d is inside SQLite3::querySingle() at sqlite_is_refused_to_a_second_coroutine.php:13, on the same connection; give each coroutine a connection of its own
a statement: SQLite3Stmt::execute() at sqlite_is_refused_to_a_second_coroutine.php:%d is refused: coroutine #%d is inside SQLite3::querySingle() at sqlite_is_refused_to_a_second_coroutine.php:13, on the same connection; give each coroutine a connection of its own
close: SQLite3::close() at sqlite_is_refused_to_a_second_coroutine.php:%d is refused: coroutine #%d is inside SQLite3::querySingle() at sqlite_is_refused_to_a_second_coroutine.php:13, on the same connection; give each coroutine a connection of its own
int(42)
int(1)
its own callbacks may:
int(7)
so may others, with one of their own:
0 1 2 3 4 5 6 7 8 9
bool(true)

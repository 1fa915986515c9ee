--TEST--
PDO: the connection and all its statements are one thing, to methods and to foreach
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

class Connection extends PDO
{
    public function run(string $sql): mixed
    {
        return $this->query($sql)->fetchColumn();
    }
}

$db = new Connection('sqlite::memory:');
$pause = function ($value) {
    delay(20);
    return $value;
};
@$db->sqliteCreateFunction('pause', $pause);
$db->exec('CREATE TABLE t (n INTEGER)');
$db->exec('INSERT INTO t VALUES (1), (2), (3)');
$other = $db->prepare('SELECT n FROM t');
$other->execute();

$attempts = [
    'exec' => fn() => $db->exec('SELECT 1'),
    'a subclass' => fn() => $db->run('SELECT 1'),
    'prepare' => fn() => $db->prepare('SELECT 1'),
    'a method of the driver' => fn() => @$db->sqliteCreateCollation('order', strcmp(...)),
    'a statement' => fn() => $other->fetch(),
    'foreach' => function () use ($other) {
        foreach ($other as $row) {
        }
    },
    'iterator_to_array' => fn() => iterator_to_array($other),
];
$try = function (string $inside) use ($attempts) {
    foreach ($attempts as $name => $attempt) {
        try {
            $attempt();
            echo "$inside, $name: not refused\n";
        } catch (Async\AsyncException $error) {
            preg_match('/^(.*?) at .* is inside (.*?) at/', $error->getMessage(), $names);
            echo "$inside, $name: $names[1], $names[2]\n";
        }
    }
};

$slow = spawn(fn() => $db->query('SELECT pause(5)')->fetchColumn());
suspend();
$try('query');
var_dump(await($slow));

$slow = spawn(function () use ($db) {
    $sum = 0;
    foreach ($db->query('SELECT pause(n) FROM t', PDO::FETCH_NUM) as [$n]) {
        $sum += $n;
    }
    return $sum;
});
delay(5);
$try('foreach');
var_dump(await($slow));
var_dump($other->fetchAll(PDO::FETCH_COLUMN));
?>
--EXPECTF--
query, exec: PDO::exec(), PDO::query()
query, a subclass: PDO::query(), PDO::query()
query, prepare: PDO::prepare(), PDO::query()
query, a method of the driver: %s::sqliteCreateCollation(), PDO::query()
query, a statement: PDOStatement::fetch(), PDO::query()
query, foreach: foreach over PDOStatement, PDO::query()
query, iterator_to_array: foreach over PDOStatement, PDO::query()
int(5)
foreach, exec: PDO::exec(), PDO::query()
foreach, a subclass: PDO::query(), PDO::query()
foreach, prepare: PDO::prepare(), PDO::query()
foreach, a method of the driver: %s::sqliteCreateCollation(), PDO::query()
foreach, a statement: PDOStatement::fetch(), PDO::query()
foreach, foreach: foreach over PDOStatement, PDO::query()
foreach, iterator_to_array: foreach over PDOStatement, PDO::query()
int(6)
array(3) {
  [0]=>
  int(1)
  [1]=>
  int(2)
  [2]=>
  int(3)
}

--TEST--
PDO: dropping a statement waits while another coroutine is inside of its connection
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

$db = new PDO('sqlite::memory:');
@$db->sqliteCreateFunction('pause', function ($value) {
    delay(10);
    echo "query ends\n";
    return $value;
});
$statement = $db->prepare('SELECT 1');
$slow = spawn(fn() => $db->query('SELECT pause(3)')->fetchColumn());
suspend();
$statement = null;
echo "dropped\n";
var_dump(await($slow));

// During an exception, which goes on.
$kept = $db->prepare('SELECT 1');
$slow = spawn(fn() => $db->query('SELECT pause(4)')->fetchColumn());
suspend();
try {
    (function () use ($db) {
        $statement = $GLOBALS['kept'];
        $GLOBALS['kept'] = null;
        throw new DomainException('goes on');
    })();
} catch (DomainException $error) {
    echo $error->getMessage(), "\n";
}
var_dump(await($slow));

// Nobody is inside: nobody waits.
$statement = $db->prepare('SELECT 2');
$statement->execute();
var_dump($statement->fetchColumn());
$statement = null;
echo "done\n";
?>
--EXPECT--
query ends
dropped
int(3)
query ends
goes on
int(4)
int(2)
done

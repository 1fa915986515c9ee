--TEST--
PDO pool: who finds no connection waits in line, and can be cancelled there
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';
use function Async\{await, delay, spawn, suspend};

$pdo = pooled(1);
$pdo->beginTransaction();
$waiting = [];
foreach (['a', 'b', 'c', 'd'] as $name) {
    $waiting[$name] = spawn(function () use ($pdo, $name) {
        try {
            $statement = $pdo->query("SELECT '$name'");
            suspend();
            echo $statement->fetchColumn(), ' ', usage($pdo), "\n";
        } catch (Cancellation $error) {
            echo "$name is cancelled\n";
            throw $error;
        }
    });
}
suspend();
echo "all wait\n";
$waiting['b']->cancel();
suspend();
$pdo->commit();
foreach ($waiting as $name => $coroutine) {
    try {
        await($coroutine);
    } catch (Cancellation) {
    }
}
echo usage($pdo), "\n";
?>
--EXPECT--
all wait
b is cancelled
a 0 idle, 1 active
c 0 idle, 1 active
d 0 idle, 1 active
1 idle, 0 active

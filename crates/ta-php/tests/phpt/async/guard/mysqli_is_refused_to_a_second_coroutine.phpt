--TEST--
mysqli: what others do to a connection during a query, closing it included, is refused, and the query ends well
--EXTENSIONS--
mysqlnd
mysqli
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

require __DIR__ . '/mysql_peer.inc';
$port = mysql_peer();
$connect = fn() => new mysqli('127.0.0.1', 'test', 'test', 'test', $port);
$db = $connect();

$attempts = [
    'close' => fn() => $db->close(),
    'mysqli_close' => fn() => mysqli_close($db),
    'query' => fn() => $db->query('SELECT 1'),
    'prepare' => fn() => $db->prepare('SELECT 1'),
    'ping' => fn() => @$db->ping(),
    'real_connect' => fn() => $db->real_connect('127.0.0.1', 'test', 'test', 'test', $port),
];
$try = function () use ($attempts) {
    foreach ($attempts as $name => $attempt) {
        try {
            $attempt();
            echo "$name: not refused\n";
        } catch (Async\AsyncException $error) {
            preg_match('/^(.*?) at .* is inside (.*?) at/', $error->getMessage(), $names);
            echo "$name: $names[1], $names[2]\n";
        }
    }
};

// The spike's crash: closed in the middle.
$slow = spawn(fn() => $db->query('SELECT PAUSE 50')->fetch_row());
delay(10);
$try();
echo await($slow)[0], "\n";

// Rows that come one by one, in both ways to take them.
$sum = spawn(function () use ($db) {
    $sum = 0;
    foreach ($db->query('ROWS 5 10', MYSQLI_USE_RESULT) as $row) {
        $sum += $row['value'];
    }
    return $sum;
});
delay(15);
try {
    $db->close();
    echo "closed\n";
} catch (Async\AsyncException $error) {
    echo 'close: ', preg_replace('/^.* is inside (.*?) at.*$/', '$1', $error->getMessage()), "\n";
}
echo await($sum), "\n";
$sum = spawn(function () use ($db) {
    $result = $db->query('ROWS 5 10', MYSQLI_USE_RESULT);
    $sum = 0;
    while ($row = $result->fetch_row()) {
        $sum += $row[0];
    }
    return $sum;
});
delay(15);
try {
    $db->query('SELECT 1');
    echo "queried\n";
} catch (Async\AsyncException $error) {
    echo 'query: ', preg_replace('/^.* is inside (.*?) at.*$/', '$1', $error->getMessage()), "\n";
}
echo await($sum), "\n";

// A result that is here already is nobody's connection.
$result = $db->query('SELECT 7');
$slow = spawn(fn() => $db->query('SELECT PAUSE 20')->fetch_row());
delay(5);
echo $result->fetch_row()[0], "\n", await($slow)[0], "\n";

// One each.
$start = hrtime(true);
$all = [];
for ($i = 0; $i < 10; $i++) {
    $all[] = spawn(fn() => $connect()->query('SELECT PAUSE 100')->fetch_row()[0]);
}
echo implode(' ', array_unique(Async\await_all_or_fail($all))), "\n";
var_dump((hrtime(true) - $start) / 1e6 < 500);

// While it connects.
$late = mysqli_init();
$connecting = spawn(fn() => $late->real_connect('127.0.0.1', 'test', 'test', 'test', $port));
suspend();
try {
    $late->query('SELECT 1');
} catch (Async\AsyncException $error) {
    echo 'query: ', preg_replace('/^.* is inside (.*?) at.*$/', '$1', $error->getMessage()), "\n";
}
var_dump(await($connecting));
Async\graceful_shutdown();
?>
--EXPECT--
close: mysqli::close(), mysqli::query()
mysqli_close: mysqli_close(), mysqli::query()
query: mysqli::query(), mysqli::query()
prepare: mysqli::prepare(), mysqli::query()
ping: mysqli::ping(), mysqli::query()
real_connect: mysqli::real_connect(), mysqli::query()
paused 50
close: foreach over mysqli_result
15
query: mysqli_result::fetch_row()
15
7
paused 20
paused 100
bool(true)
query: mysqli::real_connect()
bool(true)

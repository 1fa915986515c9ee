--TEST--
A coroutine that is cancelled inside of a driver sees the cancellation, not what the driver makes of it
--EXTENSIONS--
mysqlnd
mysqli
pdo
pdo_mysql
pdo_sqlite
igbinary
redis
posix
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

require __DIR__ . '/mysql_peer.inc';
$port = mysql_peer();
$silent = stream_socket_server('tcp://127.0.0.1:0');
$nobody = (int) substr(strrchr(stream_socket_get_name($silent, false), ':'), 1);
$pdo = fn(array $options = []) => new PDO("mysql:host=127.0.0.1;port=$port;dbname=test", 'test', 'test', $options);
$mysqli = fn() => new mysqli('127.0.0.1', 'test', 'test', 'test', $port);
$redis = function () use ($nobody) {
    $redis = new Redis();
    $redis->connect('127.0.0.1', $nobody, 5);
    return $redis;
};
$file = tempnam(sys_get_temp_dir(), 'ta');
$owner = new PDO("sqlite:$file");
$owner->exec('CREATE TABLE t (n)');
$owner->exec('BEGIN EXCLUSIVE');

class Listener extends SplFileObject
{
}
[$ours, $theirs] = [$file . '.fifo', null];
posix_mkfifo($ours, 0600);
$theirs = fopen($ours, 'r+');

$waits = [
    'PDO::query' => [$pdo, fn($db) => $db->query('SELECT PAUSE 5000')],
    'PDO::exec' => [$pdo, fn($db) => $db->exec('SELECT PAUSE 5000')],
    'foreach' => [$pdo, function ($db) {
        foreach ($db->query('ROWS 3 5000', PDO::FETCH_NUM) as $row) {
        }
    }],
    'foreach unbuffered' => [fn() => $pdo([PDO::MYSQL_ATTR_USE_BUFFERED_QUERY => false]), function ($db) {
        foreach ($db->query('ROWS 3 5000', PDO::FETCH_NUM) as $row) {
        }
    }],
    'mysqli::query' => [$mysqli, fn($db) => $db->query('SELECT PAUSE 5000')],
    'mysqli_query' => [$mysqli, fn($db) => mysqli_query($db, 'SELECT PAUSE 5000')],
    'mysqli_result' => [$mysqli, function ($db) {
        foreach ($db->query('ROWS 3 5000', MYSQLI_USE_RESULT) as $row) {
        }
    }],
    'new PDO' => [fn() => null, fn() => new PDO("mysql:host=127.0.0.1;port=$nobody;dbname=test", 'test', 'test')],
    'new mysqli' => [fn() => null, fn() => new mysqli('127.0.0.1', 'test', 'test', 'test', $nobody)],
    'Redis::get' => [$redis, fn($db) => $db->get('key')],
    'a busy database' => [fn() => new PDO("sqlite:$file"), fn($db) => $db->exec('INSERT INTO t VALUES (1)')],
    'SplFileObject::fgets' => [fn() => new Listener($ours, 'r+'), fn($file) => $file->fgets()],
];
foreach ($waits as $name => [$make, $wait]) {
    $resource = $make();
    $start = hrtime(true);
    $coroutine = spawn(function () use ($name, $wait, $resource) {
        try {
            $wait($resource);
            echo "$name: not interrupted\n";
        } catch (Exception $error) {
            echo "$name: ", get_class($error), ': ', $error->getMessage(), "\n";
        } finally {
            echo "$name: finally\n";
        }
    });
    delay(20);
    $coroutine->cancel(new Async\AsyncCancellation('enough'));
    try {
        await($coroutine);
        echo "$name: swallowed\n";
    } catch (Async\AsyncCancellation $cancellation) {
        if ($cancellation->getMessage() !== 'enough' || $cancellation->getPrevious()) {
            echo "$name: ", $cancellation, "\n";
        }
    }
    if ((hrtime(true) - $start) / 1e6 > 2000) {
        echo "$name: took its time\n";
    }
    // It says that it is broken, or makes a new connection; it does not hang.
    if ($resource instanceof PDO && !str_contains($name, 'busy')) {
        try {
            $resource->query('SELECT 1');
            echo "$name: not broken\n";
        } catch (PDOException $error) {
        }
    } elseif ($resource instanceof mysqli) {
        try {
            $resource->query('SELECT 1');
            echo "$name: not broken\n";
        } catch (mysqli_sql_exception $error) {
        }
    }
}

echo "what a driver has to say itself is heard:\n";
foreach (['PDO' => $pdo, 'mysqli' => $mysqli] as $name => $make) {
    $db = $make();
    try {
        @$db->query('DIES now');
    } catch (PDOException | mysqli_sql_exception $error) {
        echo $error->getMessage(), "\n";
    }
}

echo "so is what user code in a callback says:\n";
$db = new PDO('sqlite::memory:');
@$db->sqliteCreateFunction('fail', function () {
    try {
        delay(5000);
    } catch (Async\AsyncCancellation $cancellation) {
        throw new DomainException('mine', 0, $cancellation);
    }
});
$coroutine = spawn(fn() => $db->query('SELECT fail()')->fetch());
delay(5);
$coroutine->cancel();
try {
    await($coroutine);
} catch (Throwable $error) {
    for (; $error; $error = $error->getPrevious()) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
unlink($ours);
unlink($file);
Async\graceful_shutdown();
?>
--EXPECT--
PDO::query: finally
PDO::exec: finally
foreach: finally
foreach unbuffered: finally
mysqli::query: finally
mysqli_query: finally
mysqli_result: finally
new PDO: finally
new mysqli: finally
Redis::get: finally
a busy database: finally
SplFileObject::fgets: finally
what a driver has to say itself is heard:
SQLSTATE[HY000]: General error: 2006 MySQL server has gone away
MySQL server has gone away
so is what user code in a callback says:
DomainException: mine
Async\AsyncCancellation: Coroutine cancelled

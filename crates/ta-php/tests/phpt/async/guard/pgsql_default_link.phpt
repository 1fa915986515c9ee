--TEST--
ext/pgsql: the connection that functions use when they are given none is guarded as well
--EXTENSIONS--
pgsql
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../io/matrix.inc';
needs('TA_PGSQL_HOST', 'TA_PGSQL_PORT');
?>
--FILE--
<?php
require __DIR__ . '/../io/pgsql/pgsql.inc';
use function Async\{await, delay, spawn};

$first = connection();
$default = connection();
$attempts = [
    'a query' => fn() => pg_query('SELECT 1'),
    'the connection itself' => fn() => pg_query($default, 'SELECT 1'),
    'parameters' => fn() => pg_query_params('SELECT $1', [1]),
    'closing it' => fn() => pg_close(),
    'the other connection' => fn() => pg_query($first, 'SELECT 1'),
    'the host' => fn() => pg_host(),
    // From here on it is the default.
    'a new one' => fn() => connection(),
];
$slow = spawn(fn() => pg_fetch_result(pg_query('SELECT 5 FROM pg_sleep(0.3)'), 0, 0));
delay(50);
foreach ($attempts as $name => $attempt) {
    try {
        $attempt();
        echo "$name: goes on\n";
    } catch (Async\AsyncException $error) {
        preg_match('/^(.*?) at .* is inside (.*?) at/', $error->getMessage(), $names);
        echo "$name: $names[1], $names[2]\n";
    }
}
var_dump(await($slow));
var_dump(pg_fetch_result(pg_query('SELECT 6'), 0, 0));
?>
--EXPECT--
a query: pg_query(), pg_query()
the connection itself: pg_query(), pg_query()
parameters: pg_query_params(), pg_query()
closing it: pg_close(), pg_query()
the other connection: goes on
the host: goes on
a new one: goes on
string(1) "5"
string(1) "6"

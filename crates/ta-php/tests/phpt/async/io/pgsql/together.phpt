--TEST--
ext/pgsql: ten coroutines wait for the server as long as one
--EXTENSIONS--
pgsql
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_PGSQL_HOST', 'TA_PGSQL_PORT');
?>
--FILE--
<?php
require __DIR__ . '/pgsql.inc';

together('connect and query', 0.3, fn() => pg_fetch_result(pg_query(connection(), 'SELECT 7 FROM pg_sleep(0.3)'), 0));
together('over TCP', 0.3, fn() => pg_fetch_result(pg_query(connection(tcp: true), 'SELECT 7 FROM pg_sleep(0.3)'), 0));
together('parameters', 0.3, fn($i) => pg_fetch_row(pg_query_params(connection(), 'SELECT $1::int - $2::int FROM pg_sleep(0.3)', [$i, $i])));
together('prepare and execute', 0.3, function () {
    $link = connection();
    pg_prepare($link, 'wait', 'SELECT 7 FROM pg_sleep($1)');
    return pg_fetch_row(pg_execute($link, 'wait', [0.3]));
});
together('send and get', 0.3, function () {
    $link = connection();
    pg_send_query($link, 'SELECT 1 FROM pg_sleep(0.1); SELECT 2 FROM pg_sleep(0.2)');
    $rows = [];
    while ($result = pg_get_result($link)) {
        $rows[] = pg_fetch_result($result, 0);
    }
    return $rows;
});
together('insert and select', 0.3, function ($i) {
    $link = connection();
    $table = 'pgsql_together_' . getmypid() . "_$i";
    pg_query($link, "CREATE TABLE $table (id int, line text DEFAULT pg_sleep(0.3)::text || 'slow')");
    try {
        pg_insert($link, $table, ['id' => 1]);
        return pg_select($link, $table, ['id' => 1]);
    } finally {
        pg_query($link, "DROP TABLE $table");
    }
});
together('COPY', 0.3, function () {
    $link = connection();
    pg_query($link, 'CREATE TEMPORARY TABLE lines (line text)');
    pg_query($link, 'CREATE FUNCTION pg_temp.slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.1); RETURN NEW; END $$');
    pg_query($link, 'CREATE TRIGGER slow BEFORE INSERT ON lines FOR EACH ROW EXECUTE FUNCTION pg_temp.slow()');
    pg_copy_from($link, 'lines', ["a\n", "b\n", "c\n"]);
    return array_map(trim(...), pg_copy_to($link, 'lines'));
});
?>
--EXPECT--
connect and query: together, "7"
over TCP: together, "7"
parameters: together, ["0"]
prepare and execute: together, ["7"]
send and get: together, ["1","2"]
insert and select: together, [{"id":"1","line":"slow"}]
COPY: together, ["a","b","c"]

--TEST--
Requests beyond the cap on coroutines are refused or wait; none is lost and the server goes on
--EXTENSIONS--
true_async_server
--INI--
true_async.max_coroutines=20
--FILE--
<?php
require __DIR__ . '/../client.inc';

$most = $active = 0;
$statuses = serve_client(
    function ($request, $response) use (&$most, &$active) {
        $most = max($most, ++$active);
        Async\delay(20);
        $active--;
        $response->setBody('fine');
    },
    <<<'CODE'
    $connections = [];
    for ($i = 0; $i < 60; $i++) {
        send($connections[] = connect(), "GET / HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    }
    $statuses = array_map(fn($c) => substr(recv_all($c), 9, 3), $connections);
    send($c = connect(), "GET / HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    $statuses[] = substr(recv_all($c), 9, 3);
    return $statuses;
    CODE,
);
echo count($statuses), ' answers, the last one ', end($statuses), "\n";
var_dump(array_diff($statuses, ['200', '503']), $most <= 20, in_array('200', $statuses, true));
?>
--EXPECT--
61 answers, the last one 200
array(0) {
}
bool(true)
bool(true)

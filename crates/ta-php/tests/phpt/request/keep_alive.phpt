--TEST--
isKeepAlive() reads the Connection header as a token list without regard to case
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$cases = [
    ['1.1', ''],
    ['1.1', 'keep-alive'],
    ['1.1', 'close'],
    ['1.1', 'Close'],
    ['1.1', 'foo, CLOSE , bar'],
    ['1.1', 'x-closed'],
    ['1.1', 'upgrade'],
    ['1.0', ''],
    ['1.0', 'Keep-Alive'],
    ['1.0', 'foo, keep-alive'],
    ['1.0', 'keep-alive, close'],
];
$log = [];
serve_client(
    function ($request) use (&$log) { $log[] = $request->isKeepAlive() ? 'yes' : 'no'; },
    <<<'CODE'
    foreach ($args as [$version, $value]) {
        $c = connect();
        send($c, "GET / HTTP/$version\r\nhost: test\r\n" . ($value === '' ? '' : "connection: $value\r\n") . "\r\n");
        recv_response($c);
        fclose($c);
    }
    CODE,
    $cases,
);
foreach ($cases as $number => [$version, $value]) {
    echo "$version ", $value === '' ? '(nothing)' : $value, ": $log[$number]\n";
}
?>
--EXPECT--
1.1 (nothing): yes
1.1 keep-alive: yes
1.1 close: no
1.1 Close: no
1.1 foo, CLOSE , bar: no
1.1 x-closed: yes
1.1 upgrade: yes
1.0 (nothing): no
1.0 Keep-Alive: yes
1.0 foo, keep-alive: yes
1.0 keep-alive, close: no

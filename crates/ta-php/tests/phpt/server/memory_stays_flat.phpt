--TEST--
Twenty thousand requests, plain and failing, leave no memory behind in PHP
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$usage = [];
$served = 0;
$count = serve_client(
    function ($request, $response) use (&$usage, &$served) {
        if (++$served === 4000 || $served === 20000) {
            gc_collect_cycles();
            $usage[] = memory_get_usage();
        }
        if ($served % 10 === 0) {
            throw new RuntimeException('every tenth');
        }
        $response->setHeader('x-n', $request->getQueryParam('n'))->json(['headers' => $request->getHeaders()]);
    },
    <<<'CODE'
    $answers = 0;
    for ($round = 0; $round < 200; $round++) {
        $c = connect();
        $batch = '';
        for ($i = 0; $i < 100; $i++) {
            $close = $i === 99 ? "connection: close\r\n" : '';
            $batch .= "POST /?n=$i HTTP/1.1\r\nhost: test\r\ncontent-length: 5\r\n$close\r\nhello";
        }
        send($c, $batch);
        $answers += substr_count(recv_all($c), 'HTTP/1.1 ');
    }
    return $answers;
    CODE,
);
var_dump($count, $usage[1] - $usage[0] < 20000);
?>
--EXPECT--
int(20000)
bool(true)

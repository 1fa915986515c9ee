--TEST--
Handlers of different connections run concurrently, each in a coroutine of its own
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = [];
$waiting = 0;
$ids = [];
$answers = serve_client(
    function ($request, $response) use (&$log, &$waiting, &$ids) {
        $ids[] = Async\current_coroutine()->getId();
        $waiting++;
        // Nobody leaves before all three are here: with one handler after another this loop runs to its bound.
        for ($turn = 0; $waiting < 3 && $turn < 500; $turn++) {
            Async\delay(5);
        }
        $log[] = $waiting;
        $response->setBody('done ' . $request->getPath());
    },
    <<<'CODE'
    $connections = [];
    for ($i = 0; $i < 3; $i++) {
        send($connections[] = connect(), "GET /$i HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    }
    return array_map('recv_all', $connections);
    CODE,
);
echo implode(' ', $log), "\n";
var_dump(count(array_unique($ids)));
foreach ($answers as $answer) {
    echo responses($answer)[0]['body'], "\n";
}
?>
--EXPECT--
3 3 3
int(3)
done /0
done /1
done /2

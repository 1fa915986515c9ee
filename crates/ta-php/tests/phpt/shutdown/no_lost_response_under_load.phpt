--TEST--
Stopping in the middle of pipelined traffic loses no answer to a request that a handler has seen
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$seen = 0;
$raw = '';
for ($i = 0; $i < 50; $i++) {
    $raw .= get("/$i", '');
}
$result = serve_client(
    function ($request, $response, $server) use (&$seen) {
        $seen++;
        if ($request->getPath() === '/20') {
            $server->stop();
        }
        Async\delay(1);
        $response->setBody($request->getPath());
    },
    'send($c = connect(), $args[0]); return recv_all($c);',
    [$raw],
);
$answers = responses($result);
echo count($answers) === $seen ? 'as many answers as requests seen' : count($answers) . " answers, $seen seen", "\n";
echo end($answers)['headers']['connection'][0] ?? 'nothing', ' ', $seen >= 21 ? 'enough' : $seen, "\n";
?>
--EXPECT--
as many answers as requests seen
close enough

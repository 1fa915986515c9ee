--TEST--
Pipelined requests are handled strictly one after another and answered in order
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = [];
$active = 0;
$raw = '';
for ($i = 0; $i < 6; $i++) {
    $raw .= get("/$i", $i === 5 ? "connection: close\r\n" : '');
}
$answer = serve(function ($request, $response) use (&$log, &$active) {
    $number = (int) substr($request->getPath(), 1);
    $active++;
    $log[] = "in $number" . ($active > 1 ? " while $active are active" : '');
    // The earlier the request, the longer it takes: order must not depend on it.
    Async\delay(12 - 2 * $number);
    $response->setBody("answer $number");
    $log[] = "out $number";
    $active--;
}, $raw);
echo implode(', ', $log), "\n";
echo implode(', ', array_column(responses($answer), 'body')), "\n";
?>
--EXPECT--
in 0, out 0, in 1, out 1, in 2, out 2, in 3, out 3, in 4, out 4, in 5, out 5
answer 0, answer 1, answer 2, answer 3, answer 4, answer 5

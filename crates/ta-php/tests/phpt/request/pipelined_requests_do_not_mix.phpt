--TEST--
Requests of one connection keep their own data even when user code holds on to all of them
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$kept = [];
$raw = '';
for ($i = 0; $i < 20; $i++) {
    $raw .= post("/$i?q=$i", str_repeat((string) $i, $i), 'text/plain', "x-n: $i\r\n" . ($i === 19 ? "connection: close\r\n" : ''));
}
$answer = serve(function ($request, $response) use (&$kept) {
    $kept[] = $request;
    $response->setBody($request->getHeader('x-n'));
}, $raw);
$wrong = 0;
foreach ($kept as $i => $request) {
    $wrong += $request->getPath() !== "/$i" || $request->getQueryParam('q') !== "$i" || $request->getHeader('x-n') !== "$i"
        || $request->getBody() !== str_repeat((string) $i, $i);
}
var_dump(count($kept), $wrong);
echo implode(' ', array_column(responses($answer), 'body')), "\n";
?>
--EXPECT--
int(20)
int(0)
0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19

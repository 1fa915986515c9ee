--TEST--
A request kept by user code stays readable after its answer, its connection and its server are gone
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$kept = [];
serve(function ($request) use (&$kept) { $kept[] = $request; }, [
    post('/first?a=1', 'one', 'text/plain', "x-n: 1\r\nconnection: close\r\n"),
    post('/second?a=2', 'two', 'text/plain', "x-n: 2\r\nconnection: close\r\n"),
]);
gc_collect_cycles();
foreach ($kept as $request) {
    echo json_encode([
        $request->getMethod(), $request->getPath(), $request->getQueryParam('a'), $request->getHeader('x-n'), $request->getBody(),
        $request->getRemoteAddress(), $request->isKeepAlive(), count($request->getHeaders()),
    ], JSON_UNESCAPED_SLASHES), "\n";
}
?>
--EXPECT--
["POST","/first","1","1","one","127.0.0.1",false,5]
["POST","/second","2","2","two","127.0.0.1",false,5]

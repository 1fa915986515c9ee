--TEST--
getQuery() honours max_input_vars and the nesting limit without a word to the client or the console
--EXTENSIONS--
true_async_server
--INI--
max_input_vars=5
max_input_nesting_level=2
--FILE--
<?php
require __DIR__ . '/../client.inc';

$got = [];
$answers = serve(function ($request, $response) use (&$got) {
    $got[] = $request->getQuery();
    $response->setBody('fine');
}, [get('/?' . implode('&', array_map(fn($i) => "v$i=$i", range(1, 9)))), get('/?a[b][c][d]=deep&z=1')]);
echo json_encode($got), "\n";
echo responses($answers[0])[0]['body'], responses($answers[1])[0]['body'], "\n";
?>
--EXPECT--
[{"v1":"1","v2":"2","v3":"3","v4":"4","v5":"5"},{"z":"1"}]
finefine

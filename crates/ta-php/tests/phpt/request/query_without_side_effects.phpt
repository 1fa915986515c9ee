--TEST--
Reading the query leaves $_GET and earlier results alone
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$_GET = ['untouched' => '1'];
serve(function ($request) {
    $query = $request->getQuery();
    $query['a'] = 'changed';
    $query['more'] = 'x';
    echo json_encode([$request->getQuery(), $_GET]), "\n";
}, get('/?a=1'));
?>
--EXPECT--
[{"a":"1"},{"untouched":"1"}]

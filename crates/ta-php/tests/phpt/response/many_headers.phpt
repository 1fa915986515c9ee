--TEST--
Three hundred headers and a value of 60 KB go out complete
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    for ($i = 0; $i < 300; $i++) {
        $response->addHeader("x-$i", "v$i");
    }
    $response->setHeader('x-long', str_repeat('y', 60000))->setBody('end');
}, get('/'));
$response = responses($answer)[0];
$wrong = 0;
for ($i = 0; $i < 300; $i++) {
    $wrong += ($response['headers']["x-$i"][0] ?? '') !== "v$i";
}
var_dump($wrong, strlen($response['headers']['x-long'][0]), $response['body']);
?>
--EXPECT--
int(0)
int(60000)
string(3) "end"

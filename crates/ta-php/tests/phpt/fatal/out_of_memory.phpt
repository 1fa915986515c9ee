--TEST--
A handler over the memory limit is 500; the server goes on, again and again
--EXTENSIONS--
true_async_server
--INI--
memory_limit=32M
--FILE--
<?php
require __DIR__ . '/../client.inc';

$requests = [];
for ($i = 0; $i < 10; $i++) {
    $requests[] = get('/big');
    $requests[] = get('/growing');
    $requests[] = get('/small');
}
$answers = serve(function ($request, $response) {
    if ($request->getPath() === '/big') {
        $big = str_repeat('x', 64 << 20);
    }
    if ($request->getPath() === '/growing') {
        $list = [];
        while (true) {
            $list[] = str_repeat('y', 100000) . count($list);
        }
    }
    $response->setBody('fine');
}, $requests);
echo "\n", implode(' ', array_map(fn($answer) => responses($answer)[0]['status'], $answers)), "\n";
var_dump(memory_get_usage() < 24 << 20);
?>
--EXPECTF--
%AAllowed memory size of 33554432 bytes exhausted%A
500 500 200 500 500 200 500 500 200 500 500 200 500 500 200 500 500 200 500 500 200 500 500 200 500 500 200 500 500 200
bool(true)

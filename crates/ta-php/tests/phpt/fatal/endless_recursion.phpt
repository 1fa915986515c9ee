--TEST--
Endless recursion is 500, nothing more
--EXTENSIONS--
true_async_server
--INI--
memory_limit=64M
--FILE--
<?php
require __DIR__ . '/../client.inc';

function down(int $level): int
{
    return down($level + 1) + 1;
}
$answers = serve(function ($request, $response) {
    if ($request->getPath() === '/endless') {
        down(0);
    }
    $response->setBody('fine');
}, [get('/endless'), get('/'), get('/endless'), get('/')]);
echo "\n", implode(' ', array_map(fn($answer) => responses($answer)[0]['status'], $answers)), "\n";
?>
--EXPECTF--
%A
500 200 500 200

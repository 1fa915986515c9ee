--TEST--
Deep recursion works in a handler: 50,000 PHP calls, and 5,000 through internal functions on the C stack
--EXTENSIONS--
true_async_server
--INI--
memory_limit=512M
--FILE--
<?php
require __DIR__ . '/../client.inc';

function down(int $level): int
{
    return $level === 0 ? 0 : down($level - 1) + 1;
}
function through(int $level): int
{
    return $level === 0 ? 0 : array_map('through', [$level - 1])[0] + 1;
}
$answer = serve(fn($request, $response) => $response->setBody(down(50000) . ' ' . through(5000)), get('/'));
echo responses($answer)[0]['body'], "\n";
?>
--EXPECT--
50000 5000

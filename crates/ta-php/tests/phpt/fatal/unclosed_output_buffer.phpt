--TEST--
An output buffer left open by a handler does not leak into the next request
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$levels = [];
serve(function ($request) use (&$levels) {
    $levels[] = ob_get_level();
    ob_start();
    if ($request->getPath() === '/throw') {
        throw new RuntimeException('with an open buffer');
    }
}, [get('/'), get('/throw'), get('/'), get('/')]);
echo count(array_unique($levels)) === 1 ? 'same level each time' : implode(' ', $levels), "\n";
?>
--EXPECT--
same level each time

--TEST--
A fiber left suspended by a handler is destroyed with its finally blocks, and an exception in one is 500
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = [];
$answers = serve(function ($request, $response) use (&$log) {
    $fiber = new Fiber(function () use ($request, &$log) {
        try {
            Fiber::suspend();
        } finally {
            $log[] = 'finally of ' . $request->getPath();
        }
    });
    $fiber->start();
    if ($request->getPath() === '/throw') {
        $broken = new Fiber(fn() => throw new RuntimeException('in a fiber'));
        $broken->start();
    }
    $response->setBody('left it');
}, [get('/a'), get('/throw'), get('/b')]);
gc_collect_cycles();
echo implode(' ', array_map(fn($answer) => responses($answer)[0]['status'], $answers)), "\n", implode("\n", $log), "\n";
?>
--EXPECT--
200 500 200
finally of /a
finally of /throw
finally of /b

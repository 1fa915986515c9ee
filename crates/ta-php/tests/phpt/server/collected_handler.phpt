--TEST--
The cycle collector leaves a handler alone that a coroutine of its still holds
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$kept = [];
serve(function ($request, $response) use (&$kept) {
    $kept[] = Async\current_coroutine();
    $response->setBody('x');
}, [get('/'), get('/')]);

gc_collect_cycles();
$closures = [];
for ($i = 0; $i < 2000; $i++) {
    $closures[] = fn() => $i;
}
$kept = null;
gc_collect_cycles();
$objects = [];
for ($i = 0; $i < 2000; $i++) {
    $objects[] = new ArrayObject([$i]);
}
foreach ($closures as $i => $closure) {
    if ($closure() !== $i) {
        exit("corrupt at $i\n");
    }
}
echo "intact\n";
?>
--EXPECT--
intact

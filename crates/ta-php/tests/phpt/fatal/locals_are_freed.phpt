--TEST--
What a handler held is freed when it ends: by return, exception and exit
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

final class Held
{
    public static int $alive = 0;
    public function __construct() { self::$alive++; }
    public function __destruct() { self::$alive--; }
}
serve(function ($request) {
    $held = [new Held(), new Held()];
    $other = fn() => $held;
    match ($request->getPath()) {
        '/throw' => throw new RuntimeException('x'),
        '/exit' => exit(),
        default => null,
    };
}, [get('/return'), get('/throw'), get('/exit')]);
gc_collect_cycles();
var_dump(Held::$alive);
?>
--EXPECT--
int(0)

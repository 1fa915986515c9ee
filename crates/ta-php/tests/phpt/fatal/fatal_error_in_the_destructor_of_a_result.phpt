--TEST--
A fatal error in the destructor of what a coroutine returned ends nothing but that coroutine
--EXTENSIONS--
true_async_server
--INI--
display_errors=0
log_errors=0
--FILE--
<?php
require __DIR__ . '/../client.inc';

class Fragile
{
    public function __destruct()
    {
        trigger_error('fragile', E_USER_ERROR);
    }
}

$answers = serve(function ($request, $response) {
    if ($request->getPath() === '/fragile') {
        // A child's fatal error ends its request too; this one is over by then.
        Async\spawn(fn() => new Fragile());
    }
    $response->setBody('served ' . $request->getPath());
}, [get('/fragile'), get('/after'), get('/fragile'), get('/after')]);
echo implode(' ', array_map(fn($answer) => responses($answer)[0]['status'], $answers)), "\n";
?>
--EXPECT--
200 200 200 200

--TEST--
What a request keeps in its contexts is destroyed when it ends, by destructors that may wait
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{coroutine_context, delay, request_context};

require __DIR__ . '/../../client.inc';

final class Session
{
    public static array $log = [];

    public function __construct(private string $name) {}

    public function __destruct()
    {
        try {
            delay(1);
            self::$log[] = "$this->name saved";
        } catch (Throwable $e) {
            self::$log[] = "$this->name: {$e->getMessage()}";
        }
    }
}

$answers = serve(function ($request, $response) {
    $path = $request->getPath();
    if ($path === '/log') {
        for ($turn = 0; $turn < 1000 && count(Session::$log) < 6; $turn++) {
            delay(1);
        }
        sort(Session::$log);
        $response->setBody(implode("\n", Session::$log));
        return;
    }
    coroutine_context()->set('session', new Session("$path coroutine"));
    request_context()->set('session', new Session("$path request"));
    if ($path === '/failing') {
        throw new Async\AsyncCancellation('enough');
    }
}, [get('/a'), get('/failing'), get('/b'), get('/log')]);
echo responses(end($answers))[0]['body'], "\n";
?>
--EXPECT--
/a coroutine saved
/a request saved
/b coroutine saved
/b request saved
/failing coroutine saved
/failing request saved

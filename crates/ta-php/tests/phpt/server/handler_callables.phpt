--TEST--
Any kind of callable is a handler, with as many parameters as it likes
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

function by_name($request, $response) { $response->setBody('function'); }
final class Handlers
{
    private string $own = 'this';
    public static function fixed($request, $response) { $response->setBody('static'); }
    public function bound($request, $response) { $response->setBody("method with $this->own"); }
    public function __invoke($request, $response) { $response->setBody("invoke with $this->own"); }
    public function __call($name, $arguments) { $arguments[1]->setBody("__call $name"); }
    public function closure() { return fn($request, $response) => $response->setBody("closure with $this->own"); }
}
$object = new Handlers();
$prefix = 'captured';
$handlers = [
    'by_name',
    'Handlers::fixed',
    ['Handlers', 'fixed'],
    [$object, 'bound'],
    $object,
    [$object, 'magic'],
    $object->bound(...),
    by_name(...),
    $object->closure(),
    function ($request, $response) use ($prefix) { $response->setBody($prefix); },
    function ($request) { },
    function (...$all) { $all[1]->setBody(count($all) . ' arguments'); },
    static fn(TrueAsync\HttpRequest $request, TrueAsync\HttpResponse $response) => $response->setBody('typed'),
];
$port = free_port();
foreach ($handlers as $handler) {
    $server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
    if ($server->addHttpHandler($handler) !== $server) {
        echo "not fluent\n";
    }
    $response = responses(serve_as_registered($server, $port, get('/')))[0];
    echo $response['status'], ' ', $response['body'], "\n";
}
?>
--EXPECT--
200 function
200 static
200 static
200 method with this
200 invoke with this
200 __call magic
200 method with this
200 function
200 closure with this
200 captured
200 
200 2 arguments
200 typed

--TEST--
Objects of the extension survive dumping, casting, comparing, encoding and iterating
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

serve(function ($request, $response, $server) {
    foreach ([$request, $response, $server, $server->getConfig(), Async\current_coroutine()] as $object) {
        ob_start();
        var_dump($object);
        print_r($object);
        var_export($object);
        ob_end_clean();
        foreach ($object as $key => $value) {
            echo "has a property $key\n";
        }
        $same = $object == $object && !($object == new stdClass());
        echo get_class($object), ' ', count((array) $object), ' ', json_encode($object), ' ', $same ? 'equal to itself' : 'odd', ' ',
            count(get_object_vars($object)), "\n";
    }
}, get('/'));
?>
--EXPECT--
TrueAsync\HttpRequest 0 {} equal to itself 0
TrueAsync\HttpResponse 0 {} equal to itself 0
TrueAsync\HttpServer 0 {} equal to itself 0
TrueAsync\HttpServerConfig 0 {} equal to itself 0
Async\Coroutine 0 {} equal to itself 0

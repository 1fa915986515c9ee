--TEST--
Trailers are kept in lower case until they are reset
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

serve(function ($request, $response) {
    var_dump($response->getTrailers());
    $response->setTrailer('X-One', '1')->setTrailers(['X-Two' => '2', 'X-ONE' => 'one', 'n' => 3, 7 => true]);
    $response->setTrailer('x-two', 'second');
    echo json_encode($response->getTrailers()), "\n";
    echo json_encode($response->resetTrailers()->getTrailers()), "\n";
    $response->end();
    foreach (['setTrailer' => ['a', 'b'], 'setTrailers' => [[]], 'resetTrailers' => []] as $method => $arguments) {
        refusal($method, fn() => $response->$method(...$arguments));
    }
    echo json_encode($response->getTrailers()), "\n";
}, get('/'));
?>
--EXPECT--
array(0) {
}
{"x-one":"one","x-two":"second","n":"3","7":"1"}
[]
setTrailer: TrueAsync\HttpServerRuntimeException
setTrailers: TrueAsync\HttpServerRuntimeException
resetTrailers: TrueAsync\HttpServerRuntimeException
[]

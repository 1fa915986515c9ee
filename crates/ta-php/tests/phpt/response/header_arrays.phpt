--TEST--
Array elements are converted to string; a bad one refuses the whole array
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

final class Text
{
    public function __toString(): string { return 'from object'; }
}
serve(function ($request, $response) {
    $response->setHeader('x-mixed', ['s', 5, 1.5, true, new Text(), 'key' => 'keyed']);
    echo json_encode($response->getHeaders()), "\n";
    refusal('control in an element', fn() => $response->setHeader('x-mixed', ['fine', "bad\n"]));
    refusal('control in an added element', fn() => $response->addHeader('x-mixed', ['fine', "bad\n"]));
    refusal('array element', fn() => $response->setHeader('x-mixed', ['fine', ['nested']]));
    refusal('object element', fn() => $response->addHeader('x-new', ['fine', new stdClass()]));
    refusal('object', fn() => $response->setHeader('x-new', new stdClass()));
    refusal('Stringable', fn() => $response->setHeader('x-text', new Text()));
    refusal('number', fn() => $response->setHeader('x-number', 5));
    echo json_encode($response->getHeaders()), "\n";
}, get('/'));
?>
--EXPECTF--
{"x-mixed":["s","5","1.5","1","from object","keyed"]}
control in an element: TrueAsync\HttpServerInvalidArgumentException
control in an added element: TrueAsync\HttpServerInvalidArgumentException
array element: TypeError
object element: TypeError
object: TypeError
Stringable: accepted
number: accepted
{"x-mixed":["s","5","1.5","1","from object","keyed"],"x-text":"from object","x-number":"5"}

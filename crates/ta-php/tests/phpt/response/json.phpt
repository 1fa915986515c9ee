--TEST--
json() encodes any value, sets status and type, and passes a string through as it is
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

final class Point implements JsonSerializable
{
    public function __construct(public int $x) {}
    public function jsonSerialize(): array { return ['point' => $this->x]; }
}
$values = [
    [['a' => 1, 'b' => [true, null]]],
    ['{"ready": 1}'],
    [''],
    [new Point(3)],
    [new stdClass()],
    [42, 201],
    [1.5],
    [false],
    [null, 404],
    [[]],
    [['url' => 'http://x/', 'name' => 'Jürgen']],
    [['name' => 'Jürgen', 'a' => '/'], 200, JSON_HEX_TAG],
    [['a' => 1], 200, JSON_PRETTY_PRINT],
];
$requests = array_map(fn($number) => get("/$number"), array_keys($values));
$answers = serve(function ($request, $response) use ($values) {
    if ($response->json(...$values[(int) substr($request->getPath(), 1)]) !== $response) {
        echo "not fluent\n";
    }
}, $requests);
foreach ($answers as $answer) {
    $response = responses($answer)[0];
    echo $response['status'], ' ', $response['headers']['content-type'][0], ' ', $response['body'], "\n";
}
?>
--EXPECT--
200 application/json {"a":1,"b":[true,null]}
200 application/json {"ready": 1}
200 application/json 
200 application/json {"point":3}
200 application/json {}
201 application/json 42
200 application/json 1.5
200 application/json false
404 application/json null
200 application/json []
200 application/json {"url":"http://x/","name":"Jürgen"}
200 application/json {"name":"J\u00fcrgen","a":"\/"}
200 application/json {
    "a": 1
}

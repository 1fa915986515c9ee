--TEST--
Broken forms are 400 and oversized ones 413 before the handler; without a boundary the body is as good as any
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/form.inc';

$type = 'multipart/form-data; boundary=XX';
$answers = serve(function ($request, $response) {
    $response->setBody(json_encode([$request->getPost(), $request->getFiles(), $request->getBody()]));
}, [
    'no boundary in the body' => post('/', 'nothing', $type),
    'no end' => post('/', field('a', 'b'), $type),
    'broken delimiter' => post('/', "--XXx\r\n", $type),
    'field too large' => form([field('a', str_repeat('x', (1 << 20) + 1))]),
    'field as large as can be' => form([upload('f', '', ''), field("a\0b", str_repeat('x', 1 << 20))]),
    'no boundary' => post('/', 'opaque', 'multipart/form-data'),
    'other multipart' => post('/', 'opaque', 'multipart/mixed; boundary=XX'),
    'empty' => post('/', '', $type),
    'declared too large' => "POST / HTTP/1.1\r\nhost: test\r\ncontent-type: $type\r\ncontent-length: 99999999\r\n\r\n",
]);
foreach ($answers as $label => $answer) {
    $answer = responses($answer)[0];
    echo $label, ': ', $answer['status'], ' ', substr(trim($answer['body']), 0, 60), "\n";
}
?>
--EXPECTF--
no boundary in the body: 400 Bad Request
no end: 400 Bad Request
broken delimiter: 400 Bad Request
field too large: 413 Content Too Large
field as large as can be: 200 [{"a":"x%s
no boundary: 200 [[],[],"opaque"]
other multipart: 200 [[],[],"opaque"]
empty: 200 [[],[],""]
declared too large: 413 Content Too Large

--TEST--
setHeader() replaces, addHeader() appends, look-ups ignore case, getHeaders() has strings and lists
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    $response->setHeader('X-One', 'first')->setHeader('x-one', 'second')
        ->addHeader('Set-Cookie', 'a=1')->addHeader('set-cookie', 'b=2')
        ->setHeader('X-List', ['one', 'two'])->addHeader('X-LIST', ['three'])
        ->setHeader('X-Empty', '')
        ->addHeader('X-Single', ['alone']);
    echo json_encode($response->getHeaders()), "\n";
    foreach (['X-ONE', 'x-list', 'Set-Cookie', 'x-empty', 'missing'] as $name) {
        echo json_encode([$response->hasHeader($name), $response->getHeader($name), $response->getHeaderLine($name)]), "\n";
    }
    $response->setHeader('set-cookie', 'c=3');
}, get('/'));
show($answer);
?>
--EXPECT--
{"x-one":"second","set-cookie":["a=1","b=2"],"x-list":["one","two","three"],"x-empty":"","x-single":"alone"}
[true,"second","second"]
[true,"one","one, two, three"]
[true,"a=1","a=1, b=2"]
[true,"",""]
[false,null,""]
HTTP/1.1 200 OK
content-length: 0
set-cookie: c=3
x-empty: 
x-list: one
x-list: two
x-list: three
x-one: second
x-single: alone

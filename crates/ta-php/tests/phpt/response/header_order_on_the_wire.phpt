--TEST--
Names go out in lower case in order of first insertion, several values as several field lines
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    $response->setHeader('X-Zebra', '1')->addHeader('X-Apple', 'a')->setHeader('Content-Type', 'text/x')
        ->addHeader('X-Mango', 'm')->setHeader('x-zebra', '2')->addHeader('x-apple', 'b');
}, get('/'));
foreach (explode("\r\n", responses($answer)[0]['head']) as $line) {
    if (preg_match('~^(x-|content-type)~i', $line)) {
        echo $line, "\n";
    }
}
?>
--EXPECT--
x-zebra: 2
x-apple: a
x-apple: b
content-type: text/x
x-mango: m

--TEST--
redirect() sets status and Location, leaves the body, and checks both arguments
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve(function ($request, $response) {
    switch ($request->getPath()) {
        case '/plain':
            var_dump($response->redirect('/login?next=%2F') === $response);
            break;
        case '/status':
            $response->setBody('moved')->redirect('https://x.test/', 308);
            break;
        case '/bad':
            foreach ([299, 400, 0, -1] as $status) {
                refusal("status $status", fn() => $response->redirect('/a', $status));
            }
            refusal('split', fn() => $response->redirect("/a\r\nset-cookie: b=1"));
            refusal('edge 300', fn() => $response->redirect('/a', 300));
            refusal('edge 399', fn() => $response->redirect('/b', 399));
            echo $response->getHeaderLine('location'), ' ', $response->getStatusCode(), "\n";
            $response->redirect('/c', 303);
    }
}, [get('/plain'), get('/status'), get('/bad')]);
foreach ($answers as $answer) {
    show($answer);
}
?>
--EXPECT--
bool(true)
status 299: TrueAsync\HttpServerInvalidArgumentException
status 400: TrueAsync\HttpServerInvalidArgumentException
status 0: TrueAsync\HttpServerInvalidArgumentException
status -1: TrueAsync\HttpServerInvalidArgumentException
split: TrueAsync\HttpServerInvalidArgumentException
edge 300: accepted
edge 399: accepted
/b 399
HTTP/1.1 302 Found
content-length: 0
location: /login?next=%2F

HTTP/1.1 308 Permanent Redirect
content-length: 5
location: https://x.test/

moved

HTTP/1.1 303 See Other
content-length: 0
location: /c

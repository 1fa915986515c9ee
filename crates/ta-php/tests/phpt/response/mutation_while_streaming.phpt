--TEST--
Once write() has committed the head, only chunks and trailers may follow
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

serve(function ($request, $response) {
    $response->setHeader('x-before', '1')->write('a');
    $calls = [
        'setStatusCode' => [404], 'setReasonPhrase' => ['x'], 'setHeader' => ['a', 'b'], 'addHeader' => ['a', 'b'],
        'resetHeaders' => [], 'setBody' => ['x'], 'appendBody' => ['x'], 'json' => [1], 'html' => ['x'], 'redirect' => ['/'],
        'sendEarlyHints' => [['</a>; rel=preload']],
    ];
    $messages = [];
    foreach ($calls as $method => $arguments) {
        try {
            $response->$method(...$arguments);
            echo "$method: accepted\n";
        } catch (TrueAsync\HttpServerRuntimeException $e) {
            $messages[$e->getMessage()][] = $method;
        }
    }
    foreach ($messages as $message => $methods) {
        echo $message, ': ', implode(' ', $methods), "\n";
    }
    $response->setTrailer('x-after', '1')->resetTrailers();
    echo $response->getStatusCode(), ' ', $response->getHeaderLine('x-before'), "\n";
}, get('/'));
?>
--EXPECT--
Cannot modify response — headers already committed by write(): setStatusCode setReasonPhrase setHeader addHeader resetHeaders setBody appendBody json html redirect sendEarlyHints
200 1

--TEST--
sendEarlyHints() sends 103 with Link fields, any number of times before the answer
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    $response->sendEarlyHints(['</style.css>; rel=preload; as=style'])
        ->sendEarlyHints([
            '/app.js' => ['rel' => 'preload', 'as' => 'script', 'crossorigin' => true, 'nopush' => false, 'media' => null],
            'https://cdn.example/a?b=c' => ['rel' => 'preconnect', 'title' => 'say "hi"', 'empty' => ''],
        ])
        ->sendEarlyHints([]);
    $response->setHeader('link', '</style.css>; rel=preload; as=style')->write('final');
    refusal('late', fn() => $response->sendEarlyHints(['</a>; rel=preload']));
}, get('/'));
foreach (explode("\r\n\r\n", $answer, 4) as $part) {
    echo str_replace("\r", '', preg_replace('~\r\ndate: [^\r]+~', '', $part)), "\n--\n";
}
?>
--EXPECT--
late: TrueAsync\HttpServerRuntimeException
HTTP/1.1 103 Early Hints
link: </style.css>; rel=preload; as=style
--
HTTP/1.1 103 Early Hints
link: </app.js>; rel=preload; as=script; crossorigin
link: <https://cdn.example/a?b=c>; rel=preconnect; title="say \"hi\""; empty=""
--
HTTP/1.1 200 OK
link: </style.css>; rel=preload; as=style
transfer-encoding: chunked
connection: close
--
5
final
0


--

--TEST--
A code of 400 to 599 becomes the status, but only an HttpException shows its message
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpException;

final class Teapot extends HttpException
{
    public function __construct() { parent::__construct('short and stout', 418); }
}
$throwables = [
    '/http' => fn() => throw new HttpException('No such page', 404),
    '/subclass' => fn() => throw new Teapot(),
    '/edge-400' => fn() => throw new HttpException('lowest', 400),
    '/edge-599' => fn() => throw new HttpException('highest', 599),
    '/other' => fn() => throw new RuntimeException('secret-1', 404),
    '/other-error' => fn() => throw new Error('secret-2', 503),
    '/other-edge' => fn() => throw new Exception('secret-3', 599),
];
$answers = serve(fn($request) => $throwables[$request->getPath()](), array_map(fn($path) => get($path), array_keys($throwables)));
foreach ($answers as $answer) {
    $response = responses($answer)[0];
    echo $response['status'], ' ', $response['reason'], ' | ', trim($response['body']), str_contains($answer, 'secret') ? ' LEAKS' : '', "\n";
}
?>
--EXPECT--
404 No such page | No such page
418 short and stout | short and stout
400 lowest | lowest
599 highest | highest
404 Not Found | Not Found
503 Service Unavailable | Service Unavailable
599 Unknown | Unknown

--TEST--
An exception that leaves a handler answers 500 with the standard phrase; its message stays on the server
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$throwables = [
    '/exception' => fn() => throw new RuntimeException('secret-1'),
    '/error' => fn() => strlen(),
    '/type' => fn() => (function (int $x) {})('secret-2'),
    '/chained' => fn() => throw new LogicException('secret-3', 0, new Exception('secret-4')),
    '/deadlock' => fn() => throw new Async\DeadlockError('secret-5'),
    '/assert' => fn() => assert(false, 'secret-6'),
    '/undefined' => fn() => undefined_function_secret(),
    '/division' => fn() => 1 % 0,
];
$answers = serve(fn($request) => $throwables[$request->getPath()](), array_map(fn($path) => get($path), array_keys($throwables)));
foreach ($answers as $answer) {
    $response = responses($answer)[0];
    echo $response['status'], ' ', $response['reason'], ' | ', trim($response['body']), str_contains($answer, 'secret') ? ' LEAKS' : '', "\n";
}
?>
--EXPECT--
500 Internal Server Error | Internal Server Error
500 Internal Server Error | Internal Server Error
500 Internal Server Error | Internal Server Error
500 Internal Server Error | Internal Server Error
500 Internal Server Error | Internal Server Error
500 Internal Server Error | Internal Server Error
500 Internal Server Error | Internal Server Error
500 Internal Server Error | Internal Server Error

--TEST--
A cancelled handler answers 500, or the status of the cancellation; finally blocks run first
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = [];
$answers = serve(function ($request, $response) use (&$log) {
    $own = Async\current_coroutine();
    $reason = match ($request->getPath()) {
        '/plain' => null,
        '/coded' => new TrueAsync\HttpException('Gone away', 410),
        '/foreign' => new Async\AsyncCancellation('secret', 503),
    };
    Async\spawn(fn() => $own->cancel($reason));
    try {
        Async\delay(5000);
        $log[] = 'not cancelled';
    } finally {
        $log[] = 'finally';
    }
}, [get('/plain'), get('/coded'), get('/foreign')]);
foreach ($answers as $answer) {
    $response = responses($answer)[0];
    echo $response['status'], ' ', $response['reason'], str_contains($answer, 'secret') ? ' LEAKS' : '', "\n";
}
echo implode(' ', $log), "\n";
?>
--EXPECT--
500 Internal Server Error
410 Gone away
503 Service Unavailable
finally finally finally

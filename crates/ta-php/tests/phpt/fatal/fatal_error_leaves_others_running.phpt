--TEST--
Requests in flight survive the fatal error of another one, with their locals and destructors
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

final class Tracked
{
    public static array $gone = [];
    public function __construct(public string $name) {}
    public function __destruct() { self::$gone[] = $this->name; }
}
$fatal = false;
$answers = serve_client(
    function ($request, $response) use (&$fatal) {
        if ($request->getPath() === '/fatal') {
            $fatal = true;
            eval('function strlen() {}');
        }
        $tracked = new Tracked($request->getPath());
        for ($turn = 0; !$fatal && $turn < 500; $turn++) {
            Async\delay(5);
        }
        // A few more switches after the bailout of the other.
        Async\delay(2);
        $response->setBody("survived $tracked->name");
    },
    <<<'CODE'
    send($a = connect(), "GET /a HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    send($b = connect(), "GET /b HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    usleep(20000);
    send($f = connect(), "GET /fatal HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    return array_map('recv_all', [$a, $b, $f]);
    CODE,
);
echo "\n";
foreach ($answers as $answer) {
    $response = responses($answer)[0];
    echo $response['status'], ' ', trim($response['body']), "\n";
}
sort(Tracked::$gone);
echo implode(' ', Tracked::$gone), "\n";
?>
--EXPECTF--
%A
200 survived /a
200 survived /b
500 Internal Server Error
/a /b

--TEST--
With a shutdown timeout of 0 stop() cancels running handlers with AsyncCancellation; finally blocks run
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$port = free_port();
$server = new HttpServer((new HttpServerConfig('127.0.0.1', $port))->setShutdownTimeout(0));
$log = [];
$server->addHttpHandler(function ($request, $response) use ($server, &$log) {
    Async\spawn(fn() => $server->stop());
    try {
        Async\delay(8000);
        $log[] = 'slept to the end';
    } catch (Exception $e) {
        $log[] = 'an Exception';
    } catch (Cancellation $e) {
        $log[] = get_class($e);
        throw $e;
    } finally {
        $log[] = 'finally';
    }
});
$client = new Client('$c = connect(); send($c, $args[0]); return recv_all($c);', $port, [get('/')]);
$start = hrtime(true);
var_dump($server->start());
echo implode(', ', $log), "\n";
var_dump(hrtime(true) - $start < 6e9);
$answer = responses($client->result());
echo $answer === [] ? 'no answer' : $answer[0]['status'], "\n";
?>
--EXPECTREGEX--
bool\(true\)
Async\\AsyncCancellation, finally
bool\(true\)
(500|503|no answer)

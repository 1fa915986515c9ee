--TEST--
A server that does not run frees its handler when it goes, and a replaced handler at once
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

final class Handler
{
    public function __construct(private string $name) {}
    public function __invoke() {}
    public function __destruct() { echo "$this->name freed\n"; }
}
$server = new HttpServer(new HttpServerConfig());
$server->addHttpHandler(new Handler('first'));
echo "replacing\n";
$server->addHttpHandler(new Handler('second'));
echo "dropping the server\n";
unset($server);

echo "a cycle\n";
$server = new HttpServer(new HttpServerConfig());
$handler = new Handler('third');
$server->addHttpHandler(function () use ($server, $handler) {});
unset($server, $handler);
gc_collect_cycles();
echo "end\n";
?>
--EXPECT--
replacing
first freed
dropping the server
second freed
a cycle
third freed
end

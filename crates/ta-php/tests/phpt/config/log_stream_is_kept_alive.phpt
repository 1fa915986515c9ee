--TEST--
The configuration keeps its log stream open after the script has let go of it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServerConfig;

$config = new HttpServerConfig();
$config->setLogStream(fopen('php://memory', 'w+'));
gc_collect_cycles();
$stream = $config->getLogStream();
var_dump(get_resource_type($stream), fwrite($stream, 'still open'));
?>
--EXPECT--
string(6) "stream"
int(10)

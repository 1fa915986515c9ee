--TEST--
No exception class of the server accepts dynamic properties
--EXTENSIONS--
true_async_server
--FILE--
<?php
$classes = ['HttpServerException', 'HttpServerRuntimeException', 'HttpServerInvalidArgumentException', 'HttpException'];
foreach ($classes as $class) {
    $class = "TrueAsync\\$class";
    $e = new $class('text');
    try {
        $e->extra = 1;
        echo "$class took one\n";
    } catch (Error $error) {
        echo "refused\n";
    }
}
?>
--EXPECT--
refused
refused
refused
refused

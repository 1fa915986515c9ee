--TEST--
An exception in a handler has the file, line and trace of user code
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

function broken(): never
{
    throw new RuntimeException('here');
}
serve(function () {
    try {
        broken();
    } catch (RuntimeException $e) {
        echo basename($e->getFile()) === basename(__FILE__) ? 'own file' : $e->getFile(), ' ', $e->getLine(), ' ', $e->getTrace()[0]['function'], ' ', $e->getTrace()[0]['line'], "\n";
        echo preg_match('~#\d+ \{main\}$~', $e->getTraceAsString()) ? 'ends in main' : $e->getTraceAsString(), "\n";
    }
}, get('/'));
?>
--EXPECT--
own file 6 broken 10
ends in main

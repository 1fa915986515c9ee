--TEST--
hasHeader(), getHeader() and getHeaderLine() ignore case and differ only for absent headers
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

serve(function ($request) {
    foreach (['x-name', 'X-Name', 'X-NAME', 'x-empty', 'missing', ''] as $name) {
        echo "'$name' ", json_encode([$request->hasHeader($name), $request->getHeader($name), $request->getHeaderLine($name)]), "\n";
    }
    refusal('array', fn() => $request->getHeader([]));
    refusal('nothing', fn() => $request->hasHeader());
}, get('/', "x-NAME: one\r\nx-empty:\r\nX-name: two\r\nconnection: close\r\n"));
?>
--EXPECT--
'x-name' [true,"one, two","one, two"]
'X-Name' [true,"one, two","one, two"]
'X-NAME' [true,"one, two","one, two"]
'x-empty' [true,"",""]
'missing' [false,null,""]
'' [false,null,""]
array: TypeError
nothing: ArgumentCountError

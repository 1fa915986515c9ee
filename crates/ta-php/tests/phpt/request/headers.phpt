--TEST--
Headers: names in lower case in order of appearance, values trimmed, repeats joined
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

serve(function ($request) {
    foreach ($request->getHeaders() as $name => $value) {
        echo "$name: '", addcslashes($value, "\0..\37\177..\377"), "'\n";
    }
}, "GET / HTTP/1.1\r\nHost: test\r\nX-Multi: one\r\nCookie: a=1\r\nACCEPT:  text/html \t\r\nx-multi:two\r\ncookie: b=2\r\nX-Empty:\r\n"
    . "X-MULTI: \r\nX-Tab: a\tb\r\nX-Latin: \xe9\r\nConnection: close\r\n\r\n");
?>
--EXPECT--
host: 'test'
x-multi: 'one, two, '
cookie: 'a=1; b=2'
accept: 'text/html'
x-empty: ''
x-tab: 'a\tb'
x-latin: '\351'
connection: 'close'

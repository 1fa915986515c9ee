--TEST--
With streaming on a body below 64 KiB is there when the handler starts; the first readBody() takes it
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

foreach ([10, 65535, 65536] as $length) {
    serve(function ($request) {
        $before = strlen($request->getBody());
        echo $before, ' ', strlen((string) $request->readBody()), ' ', strlen($request->getBody()), "\n";
    }, post('/', str_repeat('x', $length)), fn($config) => $config->setBodyStreamingEnabled(true));
}
?>
--EXPECTF--
10 10 0
65535 65535 0
0 %d 0

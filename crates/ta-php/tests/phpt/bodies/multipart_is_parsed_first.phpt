--TEST--
Forms with files are parsed before the handler starts in every mode
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../uploads/form.inc';

foreach ([fn($config) => $config->setBodyStreamingEnabled(true), fn($config) => $config->setAutoAwaitBody(false)] as $configure) {
    serve(function ($request) {
        var_dump($request->getFile('f')->getSize(), $request->getPost(), $request->readBody());
    }, form([upload('f', 'a', str_repeat('x', 2000000)), field('a', 'b')]), $configure);
}
?>
--EXPECT--
int(2000000)
array(1) {
  ["a"]=>
  string(1) "b"
}
NULL
int(2000000)
array(1) {
  ["a"]=>
  string(1) "b"
}
NULL

--TEST--
moveTo() keeps to open_basedir; the temporary file need not
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/form.inc';

$dir = own_directory();
serve(function ($request) use ($dir) {
    ini_set('open_basedir', $dir);
    $file = $request->getFile('f');
    attempt('outside', fn() => $file->moveTo(dirname($dir) . '/outside'));
    var_dump(stream_get_contents($file->getStream()));
    attempt('inside', fn() => $file->moveTo("$dir/inside"));
    unlink("$dir/inside");
    rmdir($dir);
}, form([upload('f', 'a', 'content')]));
?>
--EXPECT--
outside: RuntimeException: The target path is invalid, or open_basedir does not allow it
string(7) "content"
inside: ok

--TEST--
moveTo() makes directories, sets the mode, works once, and leaves the file where it is when it fails
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/form.inc';

$dir = own_directory();
serve(function ($request) use ($dir) {
    $file = $request->getFile('f');
    $early = $file->getStream();
    attempt('empty path', fn() => $file->moveTo(''));
    refusal('NUL', fn() => $file->moveTo("$dir/a\0b"));
    file_put_contents("$dir/plain", '');
    refusal('below a file', fn() => $file->moveTo("$dir/plain/x"));
    refusal('onto a directory', fn() => $file->moveTo($dir));
    var_dump(stream_get_contents($file->getStream()));

    $file->moveTo("$dir/new/sub/f.txt", 0640);
    printf("%s %o\n", file_get_contents("$dir/new/sub/f.txt"), fileperms("$dir/new/sub/f.txt") & 0777);
    var_dump($file->isValid(), $file->getSize(), stream_get_contents($early));
    attempt('again', fn() => $file->moveTo("$dir/other"));
    attempt('stream', fn() => $file->getStream());

    $second = $request->getFile('g');
    chdir($dir);
    file_put_contents('there', 'old');
    $second->moveTo('there');
    printf("%s %o\n", file_get_contents("$dir/there"), fileperms("$dir/there") & 0777);
}, form([upload('f', 'a', 'content'), upload('g', 'b', 'second')]));

var_dump(file_get_contents("$dir/new/sub/f.txt"));
foreach (['new/sub/f.txt', 'there', 'plain'] as $file) {
    unlink("$dir/$file");
}
rmdir("$dir/new/sub");
rmdir("$dir/new");
chdir('/');
rmdir($dir);
?>
--EXPECT--
empty path: RuntimeException: The target path must not be empty
NUL: RuntimeException
below a file: RuntimeException
onto a directory: RuntimeException
string(7) "content"
content 640
bool(true)
int(7)
string(7) "content"
again: RuntimeException: The uploaded file has already been moved
stream: RuntimeException: The uploaded file has already been moved
second 644
string(7) "content"

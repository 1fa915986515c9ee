--TEST--
A multipart form arrives as fields and files; the body is not there a second time
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/form.inc';

$parts = [
    field('title', 'Ein Bild'),
    upload('photo', 'cat.jpg', "\xff\xd8 meow \0", 'image/jpeg'),
    upload('note', 'n.txt', '', 'text/plain; charset="utf-8"'),
    field('tags[]', 'a'), field('tags[]', 'b'), field('u[name]', 'me'), field('m[0][1]', 'deep'), field('a.b c', 'dots'),
];
serve(function ($request) {
    echo json_encode($request->getPost()), "\n";
    var_dump($request->getBody(), $request->hasBody(), $request->readBody(), $request->awaitBody() === $request);
    foreach ($request->getFiles() as $name => $file) {
        $stream = $file->getStream();
        echo json_encode([
            $name, get_class($file), $file->getClientFilename(), $file->getClientMediaType(), $file->getClientCharset(),
            $file->getSize(), $file->getError(), $file->isReady(), $file->isValid(), bin2hex(stream_get_contents($stream)),
            stream_get_meta_data($stream)['mode'],
        ]), "\n";
    }
    var_dump($request->getFile('photo') === $request->getFiles()['photo'], $request->getFile('none'), $request->getFile('title'));
}, form($parts));
?>
--EXPECT--
{"title":"Ein Bild","tags":["a","b"],"u":{"name":"me"},"m":[{"1":"deep"}],"a_b_c":"dots"}
string(0) ""
bool(false)
NULL
bool(true)
["photo","TrueAsync\\UploadedFile","cat.jpg","image\/jpeg",null,9,0,true,true,"ffd8206d656f772000","rb"]
["note","TrueAsync\\UploadedFile","n.txt","text\/plain","utf-8",0,0,true,true,"","rb"]
bool(true)
NULL
NULL

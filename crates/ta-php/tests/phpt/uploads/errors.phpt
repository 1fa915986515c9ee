--TEST--
Files that are not taken are listed with their error; the rest of the form is not affected
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/form.inc';

$parts = [upload('none', '', ''), upload('up', '../up', 'x'), upload('root', '/etc/passwd', 'x'), upload('drive', 'C:\\x', 'x'), upload('long', str_repeat('n', 4097), 'x')];
for ($i = 0; $i < 20; $i++) {
    $parts[] = upload('many[]', "file$i", 'x');
}
$parts[] = field('after', 'them');
serve(function ($request) use (&$taken) {
    foreach (['none', 'up', 'root', 'drive', 'long'] as $name) {
        $file = $request->getFile($name);
        echo $name, ' ', json_encode([$file->getError(), $file->getSize(), $file->isValid(), $file->isReady(), $file->getStream()]), "\n";
    }
    attempt('move', fn() => $request->getFile('up')->moveTo('/tmp/never'));
    echo json_encode(array_count_values(array_map(fn($file) => $file->getError(), $request->getFiles()['many']))), "\n";
    echo json_encode($request->getPost()), "\n";
}, form($parts));
?>
--EXPECT--
none [4,null,false,true,null]
up [101,null,false,true,null]
root [101,null,false,true,null]
drive [101,null,false,true,null]
long [101,null,false,true,null]
move: RuntimeException: Cannot move a file with upload error 101
{"0":16,"100":4}
{"after":"them"}

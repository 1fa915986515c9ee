--TEST--
Files under name[] are a list, a plain name that comes again becomes one, other brackets nest
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/form.inc';

function names(mixed $files): mixed
{
    return is_array($files) ? array_map('names', $files) : $files->getClientFilename();
}
serve(function ($request) {
    echo json_encode(names($request->getFiles())), "\n";
    foreach (['photos', 'one', 'twice', 'mixed', 'docs'] as $name) {
        echo $name, ' ', $request->getFile($name)->getClientFilename(), "\n";
    }
}, form([
    upload('photos[]', '1', 'x'), upload('photos[]', '2', 'x'), upload('one', '3', 'x'),
    upload('twice', '4', 'x'), upload('twice', '5', 'x'), upload('twice', '6', 'x'),
    upload('mixed', '7', 'x'), upload('mixed[]', '8', 'x'), upload('docs[a][b]', '9', 'x'), upload('docs[c]', '10', 'x'),
]));
?>
--EXPECT--
{"photos":["1","2"],"one":"3","twice":["4","5","6"],"mixed":["7","8"],"docs":{"a":{"b":"9"},"c":"10"}}
photos 1
one 3
twice 4
mixed 7
docs 9

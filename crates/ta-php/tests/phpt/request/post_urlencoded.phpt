--TEST--
getPost() parses an urlencoded body like a query, and leaves the body readable
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$form = 'name=J%C3%BCrgen+M.&list[]=1&list[]=2&deep[a][b]=c&my.key=x&empty=&a=1&a=2';
parse_str($form, $expected);
$types = [
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded; charset=UTF-8',
    'Application/X-WWW-Form-Urlencoded',
    'application/x-www-form-urlencoded ;charset=utf-8',
];
serve(function ($request) use ($expected, $form) {
    $post = $request->getPost();
    echo $post === $expected ? 'as expected' : json_encode($post), ', ', $request->getBody() === $form ? 'body kept' : 'body lost', ', ',
        $request->getPost() === $post ? 'same again' : 'different again', "\n";
}, array_map(fn($type) => post('/?a=query', $form, $type), $types));
?>
--EXPECT--
as expected, body kept, same again
as expected, body kept, same again
as expected, body kept, same again
as expected, body kept, same again

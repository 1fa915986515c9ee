--TEST--
getQuery() has the semantics of $_GET
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$queries = [
    '',
    '?',
    '?a=1&b=2&a=3',
    '?list[]=x&list[]=y&map[k]=v&map[n][m]=deep',
    '?list%5B%5D=1&list%5B%5D=2',
    '?plus=a+b&percent=%41%2B&utf=%C3%A9',
    '?my.name=1&my+name2=2&%20lead=3',
    '?flag&empty=&=nameless&x==y',
    '?a=1;b=2',
    '?bad=%zz&cut=%4',
    '?q=a%26b%3Dc',
    '?0=zero&10=ten',
    '?arr[=broken&b]=odd',
    '?a[b]=1&a=2',
    '?nul=%00x',
];
foreach ($queries as $query) {
    // The engine's own parser is the yardstick.
    parse_str(ltrim($query, '?'), $expected[]);
}
$got = [];
serve(function ($request) use (&$got) { $got[] = [$request->getQuery(), $request->getQuery()]; },
    array_map(fn($query) => get("/$query"), $queries));
foreach ($queries as $number => $query) {
    [$first, $again] = $got[$number];
    $same = $first === $expected[$number] && $again === $first;
    echo $query === '' ? '(none)' : $query, $same ? ' ok' : ' differs: ' . json_encode($first), "\n";
}
echo json_encode($got[3][0]), "\n";
?>
--EXPECT--
(none) ok
? ok
?a=1&b=2&a=3 ok
?list[]=x&list[]=y&map[k]=v&map[n][m]=deep ok
?list%5B%5D=1&list%5B%5D=2 ok
?plus=a+b&percent=%41%2B&utf=%C3%A9 ok
?my.name=1&my+name2=2&%20lead=3 ok
?flag&empty=&=nameless&x==y ok
?a=1;b=2 ok
?bad=%zz&cut=%4 ok
?q=a%26b%3Dc ok
?0=zero&10=ten ok
?arr[=broken&b]=odd ok
?a[b]=1&a=2 ok
?nul=%00x ok
{"list":["x","y"],"map":{"k":"v","n":{"m":"deep"}}}

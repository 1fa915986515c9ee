--TEST--
Keys of sources are integers, strings or null, which stands for the next index
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all, spawn};

$pairs = function (array $keys) {
    foreach ($keys as $i => $key) {
        yield $key => spawn(fn() => $i);
    }
};
echo json_encode(await_all($pairs(['a', 5, null, '9', null, -3, null]))[0]), "\n";
foreach ([1.5, true, [], new stdClass] as $key) {
    try {
        await_all($pairs(['a', $key]));
    } catch (Async\AsyncException $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
{"a":0,"5":1,"6":2,"9":3,"10":4,"-3":5,"11":6}
Invalid key type: must be string, long or null
Invalid key type: must be string, long or null
Invalid key type: must be string, long or null
Invalid key type: must be string, long or null

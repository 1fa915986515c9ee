--TEST--
Arrays are walked on a private copy; the callback gets values, not references
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{iterate, suspend};

$list = [1, 2, 3];
$reference = &$list[1];
iterate($list, function (int $value) use (&$list) {
    echo $value, ' ';
    suspend();
    $list[] = $value * 10;
    $list[2] = 'changed';
    $value = 0;
});
echo json_encode($list), "\n";
?>
--EXPECT--
1 2 3 [1,2,"changed",10,20,30]

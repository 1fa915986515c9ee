--TEST--
A fiber shares the output buffers of its coroutine
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$one = spawn(function () {
    ob_start();
    $fiber = new Fiber(function () { echo 'fiber '; suspend(); echo 'again'; });
    $fiber->start();
    return ob_get_clean();
});
$two = spawn(function () { echo "other\n"; });
$text = await($one);
await($two);
echo $text, "\n";
?>
--EXPECT--
other
fiber again

--TEST--
Buffers left open are flushed from the inside out when the coroutine ends, through their callbacks
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

await(spawn(function () {
    ob_start(fn($buffer) => "outer($buffer)\n");
    echo 'a ';
    ob_start(fn($buffer) => "inner($buffer)");
    echo 'b';
}));
echo "main\n";
?>
--EXPECT--
outer(a inner(b))
main

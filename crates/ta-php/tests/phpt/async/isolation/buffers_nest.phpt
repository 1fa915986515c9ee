--TEST--
Nested buffers, flush, clean, length and status are those of the coroutine
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$task = function (int $depth) {
    for ($i = 1; $i <= $depth; $i++) {
        ob_start();
        echo "level$i ";
        suspend();
    }
    $seen = [ob_get_level(), count(ob_get_status(true)), ob_get_length()];
    suspend();
    ob_clean();
    echo 'cleaned ';
    suspend();
    while (ob_get_level() > 1) {
        ob_end_flush();
        suspend();
    }
    return [$seen, ob_get_clean()];
};
$three = spawn($task, 3);
$one = spawn($task, 1);
echo json_encode(await($three)), "\n", json_encode(await($one)), "\n";
?>
--EXPECT--
[[3,3,7],"level1 level2 cleaned "]
[[1,1,7],"cleaned "]

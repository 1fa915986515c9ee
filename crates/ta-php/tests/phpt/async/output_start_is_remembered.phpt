--TEST--
Where output began is known everywhere, whichever coroutine printed first
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$where = function (): string {
    return headers_sent($file, $line) ? basename($file) . ":$line" : 'nothing printed';
};
$first = spawn(function () use ($where) {
    $before = $where();
    suspend();
    return [$before, $where()];
});
spawn(function () {
    echo "the first output\n";
});
[$before, $after] = await($first);
echo "$before, then $after, in main {$where()}\n";
?>
--EXPECT--
the first output
nothing printed, then output_start_is_remembered.php:13, in main output_start_is_remembered.php:13

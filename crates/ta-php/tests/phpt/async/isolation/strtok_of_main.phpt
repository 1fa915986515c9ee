--TEST--
strtok() of main and of coroutines go on where each was
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$words = [strtok('m1 m2 m3', ' ')];
$other = spawn(function () {
    $nothing = @strtok(' ');
    $words = [strtok('c1-c2', '-')];
    suspend();
    $words[] = strtok('-');
    $words[] = strtok('-');
    return [$nothing, $words];
});
suspend();
$words[] = strtok(' ');
suspend();
$words[] = strtok(' ');
echo json_encode([$words, await($other)]), "\n";
?>
--EXPECT--
[["m1","m2","m3"],[false,["c1","c2",false]]]

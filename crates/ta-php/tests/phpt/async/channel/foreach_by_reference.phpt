--TEST--
A loop by reference is refused
--EXTENSIONS--
true_async_server
--FILE--
<?php
$channel = new Async\Channel(1);
$channel->send(1);
try {
    foreach ($channel as &$value) {
        echo "never\n";
    }
} catch (Error $e) {
    echo $e::class, ': ', $e->getMessage(), "\n";
}
var_dump($channel->count());
?>
--EXPECT--
Error: An iterator cannot be used with foreach by reference
int(1)

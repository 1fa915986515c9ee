--TEST--
A tick function is refused a switch; code around it is not
--EXTENSIONS--
true_async_server
--FILE--
<?php
declare(ticks=1);
use function Async\{await, delay, spawn};

$refused = 0;
register_tick_function(function () use (&$refused) {
    try {
        delay(1);
        echo "suspended in a tick\n";
    } catch (Async\AsyncException) {
        $refused++;
    }
});
await(spawn(function () {
    $x = 1;
    delay(1);
    $x = 2;
    echo "end\n";
}));
var_dump($refused > 0);
?>
--EXPECT--
end
bool(true)

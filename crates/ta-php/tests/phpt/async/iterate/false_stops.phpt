--TEST--
A callback that returns exactly false ends the iteration; those under way finish
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, iterate};

iterate([1, 2, 3, 4], function (int $i) {
    echo "$i ";
    return match ($i) { 1 => 0, 2 => null, 3 => false, 4 => 'never' };
});
echo "\n";
iterate(range(1, 9), function (int $i) {
    echo "+$i ";
    delay($i === 1 ? 1 : 300);
    echo "-$i ";
    return $i !== 1;
}, 3);
echo "\n";
$endless = function () { for ($i = 1; ; $i++) { yield $i; } };
iterate($endless(), function (int $i) { Async\suspend(); return $i < 100; });
echo "stopped\n";
?>
--EXPECT--
1 2 3 
+1 +2 +3 -1 -2 -3 
stopped

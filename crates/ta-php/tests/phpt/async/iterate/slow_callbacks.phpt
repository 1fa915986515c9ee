--TEST--
Slow callbacks are waited for, not cancelled
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, iterate};

iterate([1, 2], function (int $i) { delay(10 * $i); echo "callback $i\n"; }, 0, true);
echo "done\n";
?>
--EXPECT--
callback 1
callback 2
done

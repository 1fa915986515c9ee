--TEST--
The functions launch, though there is nothing to wait for
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all, get_coroutines};

echo count(get_coroutines()), "\n";
await_all([]);
echo count(get_coroutines()), "\n";
?>
--EXPECT--
0
1

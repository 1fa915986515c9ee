--TEST--
Before the launch there is no current coroutine and no list of them; queries do not launch
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use function Async\{current_coroutine, get_coroutines, suspend};

attempt('current', fn() => current_coroutine());
var_dump(get_coroutines());
suspend();
attempt('current after suspend', fn() => current_coroutine());
?>
--EXPECT--
current: Async\AsyncException: The current coroutine is not defined
array(0) {
}
current after suspend: Async\AsyncException: The current coroutine is not defined

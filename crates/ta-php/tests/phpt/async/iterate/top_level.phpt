--TEST--
iterate() works at top level, launches, and returns nothing
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{current_coroutine, get_coroutines, iterate};

var_dump(get_coroutines());
var_dump(iterate([1], function () { echo "called\n"; }));
var_dump(count(get_coroutines()), get_coroutines()[0] === current_coroutine());
?>
--EXPECT--
array(0) {
}
called
NULL
int(1)
bool(true)

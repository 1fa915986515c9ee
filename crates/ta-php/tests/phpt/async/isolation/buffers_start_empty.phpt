--TEST--
A new coroutine starts without output buffers, whatever main or its spawner has open
--EXTENSIONS--
true_async_server
--INI--
output_buffering=0
--FILE--
<?php
use function Async\{await, spawn};

ob_start();
ob_start();
$levels = [];
$levels['by main'] = await(spawn(fn() => ob_get_level()));
$levels['by a coroutine'] = await(spawn(function () {
    ob_start();
    $level = await(spawn(fn() => ob_get_level()));
    ob_end_clean();
    return $level;
}));
$levels['main'] = ob_get_level() >= 2;
ob_end_clean();
ob_end_clean();
var_dump($levels);
?>
--EXPECT--
array(3) {
  ["by main"]=>
  int(0)
  ["by a coroutine"]=>
  int(0)
  ["main"]=>
  bool(true)
}

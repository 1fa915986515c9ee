--TEST--
Functions that tell about the system take no arguments
--EXTENSIONS--
true_async_server
--FILE--
<?php
foreach (['available_parallelism', 'cpu_usage', 'loadavg'] as $name) {
    try {
        "Async\\$name"(1);
        echo "$name: accepted\n";
    } catch (ArgumentCountError $e) {
        echo $e->getMessage(), "\n";
    }
    echo (new ReflectionFunction("Async\\$name"))->getReturnType(), "\n";
}
?>
--EXPECT--
Async\available_parallelism() expects exactly 0 arguments, 1 given
int
Async\cpu_usage() expects exactly 0 arguments, 1 given
array
Async\loadavg() expects exactly 0 arguments, 1 given
?array

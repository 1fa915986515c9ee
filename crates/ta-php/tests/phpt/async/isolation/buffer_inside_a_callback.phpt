--TEST--
Starting a buffer inside a callback is as fatal as ever, and ends that coroutine
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../../client.inc';
[, $output] = (new Script(<<<'CODE'
Async\spawn(function () {
    ob_start(function (string $buffer) { ob_start(); return $buffer; });
    echo 'x';
    ob_end_flush();
    echo 'never';
});
CODE))->wait();
echo str_contains($output, 'Cannot use output buffering in output buffering display handlers') ? 'fatal' : $output, "\n";
var_dump(str_contains($output, 'never'));
?>
--EXPECT--
fatal
bool(false)

--TEST--
Static variables, globals and constants are the process's: only engine state is isolated
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

function count_calls(): int { static $calls = 0; suspend(); return ++$calls; }
$global = 0;
$one = spawn(function () { global $global; $global++; define('MADE_BY_ONE', 1); return count_calls(); });
$two = spawn(function () { global $global; $global++; suspend(); return [count_calls(), MADE_BY_ONE]; });
echo json_encode([await($one), await($two), $global]), "\n";
?>
--EXPECT--
[1,[2,1],2]

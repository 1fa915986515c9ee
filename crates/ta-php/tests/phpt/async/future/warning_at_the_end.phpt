--TEST--
Forgotten futures are complained about at the end of the script, too
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Future;

$kept = Future::failed(new RuntimeException('kept to the end'));
echo "end of main\n";
?>
--EXPECTF--
end of main

Warning: Future was never used; %s

Warning: Unhandled exception in Future: kept to the end; %s

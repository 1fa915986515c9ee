--TEST--
Finally handlers of a scope that was never used run at the end of the script
--EXTENSIONS--
true_async_server
--FILE--
<?php
$scope = new Async\Scope();
$scope->finally(fn() => print("finally\n"));
echo "end of main\n";
?>
--EXPECT--
end of main
finally

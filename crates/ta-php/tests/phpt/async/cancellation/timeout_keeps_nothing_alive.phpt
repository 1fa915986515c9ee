--TEST--
A timeout nobody waits on does not keep the script alive
--EXTENSIONS--
true_async_server
--FILE--
<?php
$t = Async\timeout(60000);
Async\spawn(fn() => print("done\n"));
?>
--EXPECT--
done

--TEST--
A user class cannot be an Awaitable: nothing could ever settle it
--EXTENSIONS--
true_async_server
--FILE--
<?php
echo "linking\n";
eval('class Mine implements Async\Awaitable {}');
echo "linked\n";
?>
--EXPECTF--
linking

Fatal error: Class Mine cannot implement interface Async\Awaitable, which only classes of the Async namespace can do in %s on line %d

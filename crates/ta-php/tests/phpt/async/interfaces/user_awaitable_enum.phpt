--TEST--
A user enum cannot be an Awaitable: nothing could ever settle it
--EXTENSIONS--
true_async_server
--FILE--
<?php
echo "linking\n";
eval('enum Mine implements Async\Awaitable { case One; }');
echo "linked\n";
?>
--EXPECTF--
linking

Fatal error: Enum Mine cannot implement interface Async\Awaitable, which only classes of the Async namespace can do in %s on line %d

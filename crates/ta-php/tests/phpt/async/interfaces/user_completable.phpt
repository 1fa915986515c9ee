--TEST--
A user class cannot be a Completable, not even an abstract one: nothing could ever settle it
--EXTENSIONS--
true_async_server
--FILE--
<?php
echo "linking\n";
eval('abstract class Mine implements Async\Completable {}');
echo "linked\n";
?>
--EXPECTF--
linking

Fatal error: Class Mine cannot implement interface Async\%s, which only classes of the Async namespace can do in %s on line %d

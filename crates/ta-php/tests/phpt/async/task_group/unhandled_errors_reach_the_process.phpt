--TEST--
Without a handler the errors end the script
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{delay, suspend};

(function () {
    $group = new TaskGroup();
    $group->spawn(fn() => throw new Exception('lost'));
    delay(1);
})();
echo "group gone\n";
suspend();
echo "never\n";
?>
--EXPECTF--
group gone
%aUncaught Async\CompositeException: %a

--TEST--
A user class cannot be an Awaitable by way of an interface of its own either
--EXTENSIONS--
true_async_server
--FILE--
<?php
interface Ours extends Async\Completable {}
echo "the interface alone is harmless\n";
eval('class Mine implements Ours {
    public function cancel(?Async\AsyncCancellation $cancellation = null): void {}
    public function isCompleted(): bool { return true; }
    public function isCancelled(): bool { return false; }
}');
echo "linked\n";
?>
--EXPECTF--
the interface alone is harmless

Fatal error: Class Mine cannot implement interface Async\%s, which only classes of the Async namespace can do in %s on line %d

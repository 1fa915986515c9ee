--TEST--
ChannelCloseReason is backed by words
--EXTENSIONS--
true_async_server
--FILE--
<?php
foreach (Async\ChannelCloseReason::cases() as $case) {
    echo $case->name, ' = ', $case->value, "\n";
}
var_dump(Async\ChannelCloseReason::from('no producers timeout'));
?>
--EXPECT--
EXPLICIT = explicit
DISPOSED = disposed
NO_PRODUCERS = no producers timeout
NO_CONSUMERS = no consumers timeout
DEADLOCK = deadlock
SCOPE_DISPOSED = scope disposed
enum(Async\ChannelCloseReason::NO_PRODUCERS)

--TEST--
The reason of a ChannelException is a typed public property, unset until somebody sets it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{ChannelCloseReason, ChannelException};

$property = new ReflectionProperty(ChannelException::class, 'reason');
var_dump($property->isPublic(), $property->isReadOnly(), (string) $property->getType(), $property->hasDefaultValue());
$e = new class extends ChannelException {};
foreach ([fn() => $e->reason, fn() => $e->reason = 'explicit', fn() => $e->reason = ChannelCloseReason::DEADLOCK] as $try) {
    try {
        var_dump($try());
    } catch (Error $error) {
        echo preg_replace('/@anonymous.*?::/', '::', $error->getMessage()), "\n";
    }
}
var_dump($e->reason);
?>
--EXPECTF--
bool(true)
bool(false)
string(24) "Async\ChannelCloseReason"
bool(false)
Typed property %s::$reason must not be accessed before initialization
Cannot assign string to property %s::$reason of type Async\ChannelCloseReason
enum(Async\ChannelCloseReason::DEADLOCK)
enum(Async\ChannelCloseReason::DEADLOCK)

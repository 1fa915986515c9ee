--TEST--
A channel that somebody waits for stays
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel;
$weak = WeakReference::create($channel);
spawn(function () use ($weak) {
    echo $weak->get()->recv(), "\n";
});
spawn(function () use ($weak) {
    foreach ($weak->get() as $value) {
        echo $value, "\n";
        break;
    }
});
suspend();
unset($channel);
$weak->get()->send('one');
$weak->get()->send('two');
suspend();
suspend();
var_dump($weak->get());
?>
--EXPECT--
one
two
NULL

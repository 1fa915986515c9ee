--TEST--
A child treats leftovers as its parent did when it was made
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend};

foreach (['safe' => (new Scope())->allowZombies(), 'unsafe' => (new Scope())->asNotSafely()] as $name => $parent) {
    $child = Scope::inherit($parent);
    $c = $child->spawn(function () use ($name) {
        try {
            suspend();
            suspend();
            echo "$name: ran on\n";
        } catch (Cancellation $e) {
            echo "$name: interrupted\n";
        }
    });
    suspend();
    $child->cancel();
    Async\await(Async\spawn(function () { suspend(); suspend(); suspend(); }));
}
?>
--EXPECT--
safe: ran on
unsafe: interrupted

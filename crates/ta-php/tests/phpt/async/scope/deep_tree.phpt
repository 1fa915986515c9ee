--TEST--
A line of scopes far longer than a stack is deep can be cancelled and taken apart
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{await, spawn};

await(spawn(function () {
    $line = [new Scope()];
    for ($i = 0; $i < 100_000; $i++) {
        $line[] = Scope::inherit($line[$i]);
    }
    $line[0]->cancel();
    var_dump($line[0]->isClosed(), end($line)->isClosed(), $line[5]->isFinished());
    $line = null;

    // Only the last one is held, and holds all the others.
    $last = new Scope();
    for ($i = 0; $i < 100_000; $i++) {
        $last = Scope::inherit($last);
    }
    $last = null;
    echo "done\n";
}));
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
done

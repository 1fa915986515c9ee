<?php
use function Async\{await, spawn};

final class Tracked
{
    public function __construct(private string $name) {}
    public function __destruct() { echo "$this->name freed\n"; }
}
$coroutine = spawn(function (Tracked $argument) {
    $local = new Tracked('local');
    return new Tracked('result');
}, new Tracked('argument'));
echo "waiting\n";
await($coroutine);
echo "dropping the handle\n";
unset($coroutine);
echo "end\n";
?>

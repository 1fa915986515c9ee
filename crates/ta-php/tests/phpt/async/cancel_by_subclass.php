<?php
use function Async\{delay, spawn, suspend};

final class Retire extends Async\AsyncCancellation
{
    public function __construct(public readonly string $hint) { parent::__construct('retire', 11, new LogicException('cause')); }
}
$coroutine = spawn(function () {
    try {
        delay(5000);
    } catch (Retire $e) {
        echo $e->hint, ' ', $e->getCode(), ' ', $e->getPrevious()->getMessage(), "\n";
    }
});
suspend();
$coroutine->cancel(new Retire('soon'));
?>

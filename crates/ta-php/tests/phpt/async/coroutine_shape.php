<?php
use Async\Coroutine;
use function Async\spawn;

$class = new ReflectionClass(Coroutine::class);
var_dump($class->isFinal(), $class->implementsInterface(Async\Completable::class), $class->implementsInterface(Async\Awaitable::class), $class->isCloneable());
$coroutine = spawn(fn() => null);
$tries = [
    'clone' => fn() => clone $coroutine,
    'serialize' => fn() => serialize($coroutine),
    'property' => function () use ($coroutine) { $coroutine->name = 'x'; },
    'arity' => fn() => $coroutine->getId(1),
    'bad cancellation' => fn() => $coroutine->cancel(new Exception()),
    'bad cancellation text' => fn() => $coroutine->cancel('stop'),
    'plain Cancellation' => fn() => $coroutine->cancel(new Cancellation()),
];
foreach ($tries as $what => $try) {
    try {
        $try();
        echo "$what: accepted\n";
    } catch (Throwable $e) {
        echo "$what: ", $e instanceof TypeError ? 'TypeError' : 'refused', "\n";
    }
}
var_dump($coroutine->isCancellationRequested());
?>

--TEST--
signal() takes a case and a completable
--EXTENSIONS--
true_async_server
posix
pcntl
--FILE--
<?php
use Async\Signal;
use function Async\signal;

$tries = [
    fn() => signal(),
    fn() => signal(10),
    fn() => signal(Signal::SIGUSR1, 5),
    fn() => signal(Signal::SIGUSR1, null, 1),
    fn() => signal(Signal::SIGUSR1, null)->ignore(),
];
foreach ($tries as $try) {
    try {
        echo get_class($try()), "\n";
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
echo (new ReflectionFunction('Async\signal'))->getReturnType(), "\n";
?>
--EXPECT--
Async\signal() expects at least 1 argument, 0 given
Async\signal(): Argument #1 ($signal) must be of type Async\Signal, int given
Async\signal(): Argument #2 ($cancellation) must be of type ?Async\Completable, int given
Async\signal() expects at most 2 arguments, 3 given
Async\Future
Async\Future

--TEST--
spawn() takes callables of every form
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

final class Task
{
    public function __construct(private string $name = 'object') {}
    public static function fixed(string $x): string { return "static $x"; }
    public function bound(string $x): string { return "$this->name bound $x"; }
    public function __invoke(string $x): string { return "$this->name invoked $x"; }
    public function __call(string $name, array $arguments): string { return "$this->name __call $name $arguments[0]"; }
    public static function __callStatic(string $name, array $arguments): string { return "__callStatic $name $arguments[0]"; }
    public function own(): Closure { return fn(string $x) => "$this->name closure $x"; }
}
$task = new Task();
$callables = ['strtoupper', 'Task::fixed', ['Task', 'fixed'], [$task, 'bound'], $task, [$task, 'magic'], ['Task', 'far'],
    $task->bound(...), $task->own(), strrev(...), static fn(string $x): string => "arrow $x"];
foreach ($callables as $callable) {
    echo await(spawn($callable, 'arg')), "\n";
}
?>
--EXPECT--
ARG
static arg
static arg
object bound arg
object invoked arg
object __call magic arg
__callStatic far arg
object bound arg
object closure arg
gra
arrow arg

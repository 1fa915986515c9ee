--TEST--
__call() and __callStatic() of several coroutines may suspend while arguments are evaluated
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

final class Magic
{
    public function __construct(private string $name) {}
    public function __call(string $method, array $arguments): string { suspend(); return "$this->name->$method(" . implode(',', $arguments) . ')'; }
    public static function __callStatic(string $method, array $arguments): string { suspend(); return "::$method(" . implode(',', $arguments) . ')'; }
}
function late(int $value): int { suspend(); return $value; }
$task = function (string $name): string {
    $object = new Magic($name);
    return $object->one(late(1), $object->two(late(2))) . Magic::three(late(3)) . call_user_func([$object, 'four'], late(4));
};
$a = spawn($task, 'a');
$b = spawn($task, 'b');
echo await($a), "\n", await($b), "\n";
?>
--EXPECT--
a->one(1,a->two(2))::three(3)a->four(4)
b->one(1,b->two(2))::three(3)b->four(4)

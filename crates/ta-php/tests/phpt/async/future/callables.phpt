--TEST--
Callbacks may be any callable; what is not callable is a TypeError
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Future;
use function Async\await;

final class Steps
{
    public static function twice(int $v): int { return $v * 2; }
    public function plus(int $v): int { return $v + 1; }
    public function __call(string $name, array $args): string { return "$name($args[0])"; }
    public static function __callStatic(string $name, array $args): string { return "static $name($args[0])"; }
    public function __invoke(int $v): int { return $v - 1; }
}
$source = Future::completed(4);
$callables = ['sqrt', 'Steps::twice', ['Steps', 'twice'], [new Steps(), 'plus'], [new Steps(), 'magic'],
    'Steps::magic', new Steps(), strrev(...), fn($v) => $v];
foreach ($callables as $callable) {
    var_dump(await($source->map($callable)));
}
foreach (['map', 'catch', 'finally'] as $method) {
    foreach (['no_such_function', 5, [new Steps()]] as $wrong) {
        try {
            $source->$method($wrong);
        } catch (TypeError $e) {
            echo $e->getMessage(), "\n";
        }
    }
}
?>
--EXPECT--
float(2)
int(8)
int(8)
int(5)
string(8) "magic(4)"
string(15) "static magic(4)"
int(3)
string(1) "4"
int(4)
Async\Future::map(): Argument #1 ($map) must be a valid callback, function "no_such_function" not found or invalid function name
Async\Future::map(): Argument #1 ($map) must be a valid callback, no array or string given
Async\Future::map(): Argument #1 ($map) must be a valid callback, array callback must have exactly two members
Async\Future::catch(): Argument #1 ($catch) must be a valid callback, function "no_such_function" not found or invalid function name
Async\Future::catch(): Argument #1 ($catch) must be a valid callback, no array or string given
Async\Future::catch(): Argument #1 ($catch) must be a valid callback, array callback must have exactly two members
Async\Future::finally(): Argument #1 ($finally) must be a valid callback, function "no_such_function" not found or invalid function name
Async\Future::finally(): Argument #1 ($finally) must be a valid callback, no array or string given
Async\Future::finally(): Argument #1 ($finally) must be a valid callback, array callback must have exactly two members

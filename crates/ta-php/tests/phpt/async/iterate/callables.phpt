--TEST--
Callables of every form are taken, and called by value
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\iterate;

class Caller
{
    public function method(mixed $value, mixed $key): void { echo "method $key=>$value\n"; }
    public static function fixed(mixed $value): void { echo "static $value\n"; }
    public function __invoke(mixed $value): void { echo "invoke $value\n"; }
    public function __call(string $name, array $arguments): void { echo "$name ", implode(',', $arguments), "\n"; }
}
function plain(mixed $value, mixed $key): void { echo "plain $key=>$value\n"; }
$caller = new Caller;
foreach (['plain', plain(...), [$caller, 'method'], 'Caller::fixed', $caller, [$caller, 'magic'], fn($v, $k) => print("arrow $k=>$v\n")] as $callable) {
    iterate(['a' => 1, 'b' => 2], $callable);
}
?>
--EXPECT--
plain a=>1
plain b=>2
plain a=>1
plain b=>2
method a=>1
method b=>2
static 1
static 2
invoke 1
invoke 2
magic 1,a
magic 2,b
arrow a=>1
arrow b=>2

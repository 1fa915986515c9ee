--TEST--
Tasks are callables of every form, with positional and named arguments
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\await;

class Greeter
{
    public function hello(string $name, string $mark = '.'): string { return "hello $name$mark"; }
    public static function bye(string $name): string { return "bye $name"; }
    public function __call(string $method, array $arguments): string { return "$method(" . implode(',', $arguments) . ')'; }
}

$group = new TaskGroup(1);
$group->spawn('strtoupper', 'a');
$group->spawn([new Greeter(), 'hello'], 'b', mark: '!');
$group->spawn('Greeter::bye', 'c');
$group->spawn((new Greeter())->hello(...), name: 'd');
$group->spawn([new Greeter(), 'magic'], 1, 2);
$group->spawn(fn(...$all) => json_encode($all), 1, two: 2);
$group->spawn(function () {});
foreach (await($group->all()) as $key => $value) {
    echo $key, ': ';
    var_dump($value);
}
?>
--EXPECT--
0: string(1) "A"
1: string(8) "hello b!"
2: string(5) "bye c"
3: string(8) "hello d."
4: string(10) "magic(1,2)"
5: string(15) "{"0":1,"two":2}"
6: NULL

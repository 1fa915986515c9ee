--TEST--
serialize() and unserialize() whose hooks suspend keep references and nesting apart
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

final class Slow
{
    public function __construct(public string $name, public mixed $twice = null) {}
    public function __serialize(): array { suspend(); return ['name' => $this->name, 'twice' => [$this->twice, $this->twice]]; }
    public function __unserialize(array $data): void
    {
        suspend();
        $this->name = $data['name'];
        suspend();
        $this->twice = $data['twice'];
    }
}
$task = function (string $name): string {
    $shared = new stdClass();
    $copy = unserialize(serialize([new Slow($name, $shared), new Slow("$name'", $shared), $shared]));
    [$one, $two, $last] = $copy;
    return "$one->name $two->name " . json_encode([
        $one->twice[0] === $one->twice[1], $one->twice[0] === $two->twice[0], $two->twice[1] === $last,
    ]);
};
$all = array_map(fn($name) => spawn($task, $name), ['a', 'b', 'c']);
foreach ($all as $one) {
    echo await($one), "\n";
}
?>
--EXPECT--
a a' [true,true,true]
b b' [true,true,true]
c c' [true,true,true]

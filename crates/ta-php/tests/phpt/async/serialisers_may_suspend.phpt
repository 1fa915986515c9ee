--TEST--
serialize(), unserialize() and json_encode() of several coroutines are not mixed up when user code inside suspends
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

final class Box implements JsonSerializable
{
    public function __construct(public mixed $content = null, public ?Box $other = null) {}
    public function __serialize(): array { suspend(); return [$this->content, $this->other]; }
    public function __unserialize(array $data): void { suspend(); [$this->content, $this->other] = $data; }
    public function jsonSerialize(): array { suspend(); return [$this->content, $this->other]; }
}
$task = function (string $name): string {
    $shared = new stdClass();
    $shared->name = $name;
    $box = new Box($shared, new Box($shared, new Box([$shared, $shared])));
    $copy = unserialize(serialize([$box, $shared]));
    $same = $copy[0]->content === $copy[1] && $copy[0]->other->content === $copy[1] && $copy[0]->other->other->content[1] === $copy[1];
    return json_encode($box) . ($same ? ' shared' : ' torn');
};
$all = array_map(fn($name) => spawn($task, $name), ['a', 'b', 'c']);
foreach ($all as $coroutine) {
    echo await($coroutine), "\n";
}
?>
--EXPECT--
[{"name":"a"},[{"name":"a"},[[{"name":"a"},{"name":"a"}],null]]] shared
[{"name":"b"},[{"name":"b"},[[{"name":"b"},{"name":"b"}],null]]] shared
[{"name":"c"},[{"name":"c"},[[{"name":"c"},{"name":"c"}],null]]] shared

--TEST--
An exception from any method of the source ends the wait and is thrown
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, await_all, delay, spawn};

class Source implements Iterator
{
    private int $at = 0;
    public function __construct(private string $failing, private array $items) {}
    private function step(string $method): void
    {
        if ($this->failing === $method && $this->at > 0 || $this->failing === "$method first") {
            throw new DomainException("$this->failing failed");
        }
    }
    public function rewind(): void { $this->step('rewind'); }
    public function valid(): bool { $this->step('valid'); return isset($this->items[$this->at]); }
    public function current(): mixed { $this->step('current'); return $this->items[$this->at]; }
    public function key(): mixed { $this->step('key'); return $this->at; }
    public function next(): void { $this->at++; $this->step('next'); }
}
class Aggregate implements IteratorAggregate
{
    public function getIterator(): Iterator { throw new DomainException('getIterator failed'); }
}
$pending = spawn(function () { delay(20); return 'untouched'; });
foreach (['rewind first', 'valid', 'current', 'key', 'next', 'valid first'] as $method) {
    try {
        await_all(new Source($method, [$pending, $pending]));
    } catch (DomainException $e) {
        echo $e->getMessage(), "\n";
    }
}
try {
    await_all(new Aggregate);
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
try {
    await_all((function () use ($pending) { yield $pending; throw new DomainException('generator failed'); })());
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
echo await($pending), "\n";
echo json_encode(await_all(new Source('', [$pending, $pending]))), "\n";
?>
--EXPECT--
rewind first failed
valid failed
current failed
key failed
next failed
valid first failed
getIterator failed
generator failed
untouched
[["untouched","untouched"],[]]

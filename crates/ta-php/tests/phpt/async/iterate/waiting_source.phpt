--TEST--
A source may wait in any of its methods; nobody else advances it meanwhile
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, iterate, suspend};

class Source implements Iterator
{
    private int $at = 0;
    private bool $busy = false;
    private function step(): void
    {
        if ($this->busy) {
            echo "two at a time\n";
        }
        $this->busy = true;
        suspend();
        delay(1);
        $this->busy = false;
    }
    public function rewind(): void { $this->step(); $this->at = 0; }
    public function valid(): bool { $this->step(); return $this->at < 6; }
    public function current(): mixed { $this->step(); return $this->at; }
    public function key(): mixed { $this->step(); return "k$this->at"; }
    public function next(): void { $this->step(); $this->at++; }
}
$seen = [];
iterate(new Source, function (int $value, string $key) use (&$seen) { $seen[] = "$key:$value"; delay(2); }, 3);
echo implode(' ', $seen), "\n";

$generator = function () { foreach ([1, 2, 3] as $i) { delay(1); yield $i; } };
iterate($generator(), function (int $i) { delay(1); echo "$i\n"; });
?>
--EXPECT--
k0:0 k1:1 k2:2 k3:3 k4:4 k5:5
1
2
3

--TEST--
The iterator and the elements are released where code may wait
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, iterate};

class Noisy extends ArrayIterator
{
    public string $name = '';
    public function __destruct() { delay(1); echo "$this->name is gone\n"; }
}
class Source implements IteratorAggregate
{
    public function getIterator(): Iterator
    {
        $elements = new Noisy([1, 2, 3]);
        $elements->name = 'iterator';
        return $elements;
    }
}
function elements(): Generator
{
    foreach (['first', 'second'] as $name) {
        $element = new Noisy;
        $element->name = $name;
        yield $element;
        unset($element);
    }
}
iterate(new Source, function (int $i) { delay(1); echo "$i\n"; return $i !== 2; }, 1);
iterate(elements(), function (Noisy $element) { delay(1); echo "called with the $element->name\n"; }, 1);
echo "done\n";
?>
--EXPECT--
1
2
iterator is gone
called with the first
first is gone
called with the second
second is gone
done

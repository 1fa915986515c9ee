--TEST--
The source and the callback are released where code may wait
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, iterate};

class Noisy
{
    public function __construct(private string $name) {}
    public function __destruct() { delay(1); echo "$this->name is gone\n"; }
}
function source(Noisy $kept): Generator
{
    yield 1;
    yield 2;
}
iterate(source(new Noisy('source')), (function () {
    $kept = new Noisy('callback');
    return function (int $i) use ($kept) { delay(1); echo "$i\n"; return $i === 2 ? false : null; };
})(), 1);
echo "done\n";
?>
--EXPECT--
1
2
source is gone
callback is gone
done

--TEST--
Steps chained to a future that nobody can settle any more go with it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};

final class Witness
{
    public function __destruct() { echo "freed\n"; }
}
$w = new Witness();
$state = new FutureState();
(new Future($state))->map(fn() => $w)->ignore();
unset($w);
echo "state goes\n";
unset($state);
echo "end\n";
?>
--EXPECT--
state goes
freed
end

--TEST--
Only await() and chaining to a settled future launch the loop
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncException, Future, FutureState};
use function Async\current_coroutine;

function launched(): string
{
    try {
        current_coroutine();
        return "launched\n";
    } catch (AsyncException) {
        return "dormant\n";
    }
}
$state = new FutureState();
$future = new Future($state);
$child = $future->map(fn($v) => print("mapped $v\n"));
echo launched();
$other = new FutureState();
$other->ignore();
$other->complete(1);
echo launched();
Future::completed(1)->map(fn() => print("already settled\n"))->ignore();
echo launched();
$state->complete(7);
$child->ignore();
echo "end of main\n";
?>
--EXPECT--
dormant
dormant
launched
end of main
already settled
mapped 7

--TEST--
A second settlement is refused and names the place of the first
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncException, Future, FutureState};

$state = new FutureState();
$future = (new Future($state))->ignore();
$state->complete(1); // line 6
foreach ([fn() => $state->complete(2), fn() => $state->error(new Exception('x'))] as $again) {
    try {
        $again();
        echo "no exception\n";
    } catch (AsyncException $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$failed = new FutureState();
$failed->ignore();
$failed->error(new Exception('first'));
try {
    $failed->complete(2);
} catch (AsyncException $e) {
    echo $e->getMessage(), "\n";
}
echo $future->await(), "\n";
?>
--EXPECTF--
Async\AsyncException: FutureState is already completed at %ssettled_twice.php:6
Async\AsyncException: FutureState is already completed at %ssettled_twice.php:6
FutureState is already completed at %ssettled_twice.php:17
1

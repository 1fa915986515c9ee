--TEST--
finally() sees every outcome and passes it on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Future;
use function Async\await;

$error = new RuntimeException('bad');
$failed = Future::failed($error);
$failed->ignore();
$child = $failed->finally(function ($e) use ($error) {
    var_dump($e === $error);
    return 'dropped';
});
try {
    await($child);
} catch (RuntimeException $e) {
    var_dump($e === $error);
}
var_dump(await(Future::completed('fine')->finally(function () {
    echo "called\n";
    return 'dropped';
})));
$throws = Future::completed('fine')->finally(fn() => throw new LogicException('quiet'));
try {
    await($throws);
} catch (LogicException $e) {
    echo $e->getMessage(), ', previous: ', var_export($e->getPrevious(), true), "\n";
}
$both = $failed->finally(fn() => throw new LogicException('loud'));
try {
    await($both);
} catch (LogicException $e) {
    echo $e->getMessage(), ', previous: ', $e->getPrevious()->getMessage(), "\n";
}
?>
--EXPECT--
bool(true)
bool(true)
called
string(4) "fine"
quiet, previous: NULL
loud, previous: bad

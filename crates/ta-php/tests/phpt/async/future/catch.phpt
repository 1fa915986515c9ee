--TEST--
catch() turns an error into a value, and lets a value pass
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncCancellation, Future, FutureState};
use function Async\await;

$error = new RuntimeException('bad');
var_dump(await(Future::failed($error)->catch(function (Throwable $e) use ($error) {
    var_dump($e === $error, func_num_args());
    return 'saved';
})));
var_dump(await(Future::completed('fine')->catch(fn() => print("never\n"))));
var_dump(await(Future::failed($error)->catch(function () {})));
$again = Future::failed($error)->catch(fn($e) => throw new LogicException('in catch'));
try {
    await($again);
} catch (LogicException $e) {
    echo $e->getMessage(), ', previous: ', var_export($e->getPrevious(), true), "\n";
}
$state = new FutureState();
$child = (new Future($state))->catch(fn($e) => get_class($e));
(new Future($state))->cancel();
echo await($child), "\n";
?>
--EXPECT--
bool(true)
int(1)
string(5) "saved"
string(4) "fine"
NULL
in catch, previous: NULL
Async\AsyncCancellation

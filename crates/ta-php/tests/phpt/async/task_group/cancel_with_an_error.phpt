--TEST--
cancel($error) hands that object to every running task
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncCancellation, TaskGroup};
use function Async\{delay, suspend};

$reason = new AsyncCancellation('enough');
$group = new TaskGroup();
$group->spawn(function () use ($reason) {
    try {
        delay(1000);
    } catch (AsyncCancellation $error) {
        var_dump($error === $reason);
    }
    return 'survived';
});
$group->spawn(fn() => 'quick');
suspend();
$group->spawn(fn() => print("not even started\n"));
$group->cancel($reason);
$group->awaitCompletion();
var_dump($group->getResults());
foreach ($group->getErrors() as $key => $error) {
    echo $key, ' ', $error->getMessage(), "\n";
}
try {
    $group->cancel(new Exception());
} catch (TypeError $error) {
    echo $error::class, "\n";
}
?>
--EXPECT--
bool(true)
array(2) {
  [0]=>
  string(8) "survived"
  [1]=>
  string(5) "quick"
}
2 enough
TypeError

--TEST--
Futures are triggers; they are not waited for once the wait is decided
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{await_all, await_any_of, await_any_or_fail, await_first_success, delay, spawn};

$state = new FutureState();
spawn(function () use ($state) { delay(1); $state->complete('completed'); });
echo json_encode(await_all([new Future($state), Future::completed(5)])), "\n";
[, $errors] = await_all(['f' => Future::failed(new Exception('failed'))]);
echo $errors['f']->getMessage(), "\n";
$never = new FutureState();
echo await_any_or_fail([new Future($never), Future::completed('first')]), "\n";
$quick = spawn(function () { delay(1); return 'quick'; });
$slow = spawn(function () { delay(60_000); });
echo json_encode(await_any_of(1, [new Future($never), $slow, $quick])), "\n";
var_dump($slow->isCancelled(), $never->isCompleted());
?>
--EXPECT--
[["completed",5],[]]
failed
first
[{"2":"quick"},[]]
bool(true)
bool(false)

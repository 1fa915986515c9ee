--TEST--
spawn() without a callable is a TypeError; wrong arguments of the task surface in the task
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use function Async\{await, spawn};

refusal('nothing', fn() => spawn());
refusal('no function', fn() => spawn('no_such_function'));
refusal('null', fn() => spawn(null));
refusal('an object', fn() => spawn(new stdClass()));
$coroutine = spawn(fn(int $number) => $number, 'text');
refusal('type error in the task', fn() => await($coroutine));
$coroutine = spawn(fn(int $number) => $number);
refusal('missing argument of the task', fn() => await($coroutine));
?>
--EXPECT--
nothing: ArgumentCountError
no function: TypeError
null: TypeError
an object: TypeError
type error in the task: TypeError
missing argument of the task: ArgumentCountError

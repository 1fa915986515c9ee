--TEST--
getTrace() is a backtrace of the code that waits, null for any other
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

class Service { function fetch(int $id) { delay(60000); } }
$service = new Service();
$c = spawn(function () use ($service) { $service->fetch(7); });
var_dump($c->getTrace());
suspend();
$trace = $c->getTrace();
foreach ($trace as $frame) {
    echo ($frame['class'] ?? '') . ($frame['type'] ?? '') . $frame['function'], ' ', isset($frame['line']) ? 'line' : 'no line', ' ', isset($frame['object']) ? 'object' : '', "\n";
}
var_dump(count($c->getTrace(0, 2)), isset($c->getTrace(DEBUG_BACKTRACE_IGNORE_ARGS)[1]['args']), $trace[1]['args']);
$other = spawn(function () use ($c, &$other) { var_dump($other->getTrace()); });
await($other);
$c->cancel();
try { await($c); } catch (Cancellation) {}
var_dump($c->getTrace());
$main = Async\current_coroutine();
await(spawn(function () use ($main) {
    echo $main->getTrace()[0]['function'], "\n";
}));
?>
--EXPECTF--
NULL
Async\delay line 
Service->fetch line object
{closure%S} no line 
int(2)
bool(false)
array(1) {
  [0]=>
  int(7)
}
NULL
NULL
Async\await

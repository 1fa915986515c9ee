--TEST--
A cancellation carries message, code, previous, file, line, trace and a printable form
--EXTENSIONS--
true_async_server
--FILE--
<?php
function make(int $depth): Cancellation
{
    return new Cancellation('reason', 42, new LogicException('cause'));
}
$e = make(1);
var_dump($e->getMessage(), $e->getCode(), basename($e->getFile()) === basename(__FILE__), $e->getLine());
var_dump($e->getPrevious()->getMessage(), $e->getTrace()[0]['function'], $e->getTrace()[0]['args'][0]);
echo $e->getTraceAsString(), "\n";
echo str_contains((string) $e, 'LogicException: cause') && str_contains((string) $e, 'Cancellation: reason') ? "printable\n" : $e;
$empty = new Async\AsyncCancellation();
var_dump($empty->getMessage(), $empty->getCode(), $empty->getPrevious());
foreach (['getMessage', 'getCode', 'getFile', 'getLine', 'getTrace', 'getTraceAsString', 'getPrevious'] as $method) {
    if (!(new ReflectionMethod(Cancellation::class, $method))->isFinal()) {
        echo "$method() is not final\n";
    }
}
?>
--EXPECTF--
string(6) "reason"
int(42)
bool(true)
int(4)
string(5) "cause"
string(4) "make"
int(1)
#0 %s(6): make(1)
#1 {main}
printable
string(0) ""
int(0)
NULL

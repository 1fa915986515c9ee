--TEST--
HttpException takes message, code and previous like its base, with the usual defaults
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpException;

$e = new HttpException('Teapot', 418, new LogicException('why'));
var_dump($e->getMessage(), $e->getCode(), $e->getPrevious()->getMessage(), $e->getLine());
$e = new HttpException(code: 404);
var_dump($e->getMessage(), $e->getCode());
$e = new HttpException();
var_dump($e->getMessage(), $e->getCode(), $e->getPrevious());
var_dump($e instanceof Async\AsyncCancellation, $e instanceof TrueAsync\HttpServerException);
try {
    new HttpException([]);
} catch (TypeError $e) {
    echo "TypeError\n";
}
?>
--EXPECT--
string(6) "Teapot"
int(418)
string(3) "why"
int(4)
string(0) ""
int(404)
string(0) ""
int(0)
NULL
bool(true)
bool(false)
TypeError

--TEST--
The server's exceptions have the documented parents; only the catch-all and HttpException are open
--EXTENSIONS--
true_async_server
--FILE--
<?php
$tree = [
    'HttpServerException' => [Exception::class, false],
    'HttpServerRuntimeException' => [TrueAsync\HttpServerException::class, true],
    'HttpServerInvalidArgumentException' => [TrueAsync\HttpServerException::class, true],
    'HttpServerConnectionException' => [TrueAsync\HttpServerException::class, true],
    'HttpServerProtocolException' => [TrueAsync\HttpServerException::class, true],
    'HttpServerTimeoutException' => [TrueAsync\HttpServerException::class, true],
    'HttpException' => [Async\AsyncCancellation::class, false],
];
foreach ($tree as $name => [$parent, $final]) {
    $class = new ReflectionClass("TrueAsync\\$name");
    $ok = $class->getName() === "TrueAsync\\$name"
        && $class->getParentClass()->getName() === $parent
        && $class->isFinal() === $final
        && $class->isInternal()
        && $class->isInstantiable();
    echo $name, $ok ? " ok\n" : " differs\n";
}
?>
--EXPECT--
HttpServerException ok
HttpServerRuntimeException ok
HttpServerInvalidArgumentException ok
HttpServerConnectionException ok
HttpServerProtocolException ok
HttpServerTimeoutException ok
HttpException ok

--TEST--
The exceptions of WebSocket and rooms have the documented parents
--EXTENSIONS--
true_async_server
--FILE--
<?php
$tree = [
    'WebSocketException' => ['HttpServerException', false],
    'WebSocketClosedException' => ['WebSocketException', true],
    'WebSocketBackpressureException' => ['WebSocketException', true],
    'WebSocketConcurrentReadException' => ['WebSocketException', true],
    'RoomDeliveryException' => ['HttpServerException', true],
];
foreach ($tree as $name => [$parent, $final]) {
    $class = new ReflectionClass("TrueAsync\\$name");
    $ok = $class->getParentClass()->getName() === "TrueAsync\\$parent" && $class->isFinal() === $final;
    echo $name, $ok ? " ok\n" : " differs\n";
}
?>
--EXPECT--
WebSocketException ok
WebSocketClosedException ok
WebSocketBackpressureException ok
WebSocketConcurrentReadException ok
RoomDeliveryException ok

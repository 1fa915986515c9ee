--TEST--
The methods of HttpServerConfig have the documented parameters, defaults and return types
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServerConfig;

$wanted = [
    '__construct(?string $host = null, int $port = 8080)',
    'addListener(string $host, int $port, bool $tls = false): static',
    'addHttp1Listener(string $host, int $port, bool $tls = false): static',
    'addUnixListener(string $path): static',
    'getListeners(): array',
    'setBacklog(int $backlog): static',
    'getBacklog(): int',
    'setMaxConnections(int $maxConnections): static',
    'getMaxConnections(): int',
    'setReadTimeout(int $timeout): static',
    'getReadTimeout(): int',
    'setWriteTimeout(int $timeout): static',
    'getWriteTimeout(): int',
    'setKeepAliveTimeout(int $timeout): static',
    'getKeepAliveTimeout(): int',
    'setShutdownTimeout(int $timeout): static',
    'getShutdownTimeout(): int',
    'setMaxBodySize(int $bytes): static',
    'getMaxBodySize(): int',
    'setJsonEncodeFlags(int $flags): static',
    'getJsonEncodeFlags(): int',
    'setStreamWriteBufferBytes(int $bytes): static',
    'getStreamWriteBufferBytes(): int',
    'setWriteBufferSize(int $size): static',
    'getWriteBufferSize(): int',
    'enableHttp2(bool $enable): static',
    'isHttp2Enabled(): bool',
    'enableWebSocket(bool $enable): static',
    'isWebSocketEnabled(): bool',
    'enableProtocolDetection(bool $enable): static',
    'isProtocolDetectionEnabled(): bool',
    'setBodyStreamingEnabled(bool $enabled): static',
    'isBodyStreamingEnabled(): bool',
    'setAutoAwaitBody(bool $enable): static',
    'isAutoAwaitBodyEnabled(): bool',
    'enableTls(bool $enable): static',
    'isTlsEnabled(): bool',
    'setLogSeverity(TrueAsync\LogSeverity $level): static',
    'getLogSeverity(): TrueAsync\LogSeverity',
    'setLogStream(mixed $stream): static',
    'getLogStream(): mixed',
    'isLocked(): bool',
];
function signature(ReflectionMethod $method): string
{
    $parameters = array_map(
        fn($p) => $p->getType() . ' $' . $p->getName()
            . ($p->isDefaultValueAvailable() ? ' = ' . strtolower(var_export($p->getDefaultValue(), true)) : ''),
        $method->getParameters(),
    );
    $return = $method->getReturnType();
    return $method->getName() . '(' . implode(', ', $parameters) . ')' . ($return === null ? '' : ": $return");
}
foreach ($wanted as $signature) {
    $name = strstr($signature, '(', true);
    $is = method_exists(HttpServerConfig::class, $name) ? signature(new ReflectionMethod(HttpServerConfig::class, $name)) : 'missing';
    if ($is !== $signature) {
        echo "wanted $signature\n    is $is\n";
    }
}
echo count($wanted), " methods\n";
?>
--EXPECT--
42 methods

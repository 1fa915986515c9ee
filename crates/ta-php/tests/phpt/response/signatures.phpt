--TEST--
The methods of HttpResponse have the documented signatures, and features to come have none
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpResponse;

$wanted = [
    'setStatusCode(int $code): static', 'getStatusCode(): int', 'setReasonPhrase(string $phrase): static', 'getReasonPhrase(): string',
    'hasHeader(string $name): bool', 'getHeader(string $name): ?string', 'getHeaderLine(string $name): string', 'getHeaders(): array',
    'resetHeaders(): static', 'getProtocolName(): string', 'getProtocolVersion(): string', 'getBody(): string',
    'setBody(string $body): static', 'appendBody(string $data): static', 'html(string $html): static',
    'redirect(string $url, int $status = 302): static', 'end(?string $data = NULL): void', 'isHeadersSent(): bool', 'isEnded(): bool',
    'write(string $chunk): static', 'tryWrite(string $chunk): bool', 'awaitWritable(?int $timeoutMs = NULL): bool', 'isWritable(): bool',
    'sendable(): bool', 'abort(?int $errorCode = NULL): void', 'setTrailer(string $name, string $value): static',
    'setTrailers(array $trailers): static', 'resetTrailers(): static', 'getTrailers(): array', 'sendEarlyHints(array $links): static',
    'sendFile(string $path, ?TrueAsync\\SendFileOptions $options = NULL): void',
];
foreach ($wanted as $signature) {
    $method = new ReflectionMethod(HttpResponse::class, strstr($signature, '(', true));
    $parameters = array_map(fn($p) => $p->getType() . ' $' . $p->getName()
        . ($p->isDefaultValueAvailable() ? ' = ' . var_export($p->getDefaultValue(), true) : ''), $method->getParameters());
    $is = $method->getName() . '(' . implode(', ', $parameters) . '): ' . $method->getReturnType();
    if ($is !== $signature) {
        echo "wanted $signature, is $is\n";
    }
}
// The order of the members of a union is the engine's choice.
function members(string $method, string $parameter): string
{
    $types = explode('|', (string) (new ReflectionParameter([HttpResponse::class, $method], $parameter))->getType());
    sort($types);
    return implode('|', $types);
}
echo members('setHeader', 'value'), ' ', members('addHeader', 'value'), "\n", members('json', 'data'), "\n";
foreach (['status', 'flags'] as $parameter) {
    echo (new ReflectionParameter([HttpResponse::class, 'json'], $parameter))->getDefaultValue(), "\n";
}
foreach (['sseStart', 'setNoCompression', 'writeMessage'] as $method) {
    if (method_exists(HttpResponse::class, $method)) {
        echo "$method() is there\n";
    }
}
?>
--EXPECT--
array|string array|string
array|bool|float|int|null|object|string
200
0

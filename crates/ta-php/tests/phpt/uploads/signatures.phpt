--TEST--
UploadedFile has the documented methods; one that nobody uploaded is an error
--EXTENSIONS--
true_async_server
--FILE--
<?php
$class = new ReflectionClass(TrueAsync\UploadedFile::class);
foreach ($class->getMethods() as $method) {
    $parameters = array_map(fn($p) => $p->getType() . ' $' . $p->getName() . ($p->isOptional() ? ' = 0' . decoct($p->getDefaultValue()) : ''), $method->getParameters());
    echo $method->getName(), '(', implode(', ', $parameters), '): ', $method->getReturnType(), "\n";
}
var_dump($class->isFinal(), $class->isCloneable());
$none = new TrueAsync\UploadedFile();
var_dump($none->getError(), $none->getSize(), $none->getStream(), $none->isReady(), $none->getClientFilename());
try {
    $none->moveTo('/tmp/never');
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
getStream(): mixed
moveTo(string $targetPath, int $mode = 0644): void
getSize(): ?int
getError(): int
getClientFilename(): ?string
getClientMediaType(): ?string
getClientCharset(): ?string
isReady(): bool
isValid(): bool
bool(true)
bool(false)
int(4)
NULL
NULL
bool(false)
NULL
Cannot move a file with upload error 4

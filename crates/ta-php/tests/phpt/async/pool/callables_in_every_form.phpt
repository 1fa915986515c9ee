--TEST--
Callables of every form, and hooks that use the pool itself
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;

class Kit
{
    public static int $made = 0;

    public static function make(): string
    {
        return 'r' . ++self::$made;
    }

    public function __call(string $name, array $arguments): bool
    {
        echo $name, '(', implode(', ', $arguments), ")\n";
        return true;
    }

    public function __invoke(string $resource): void
    {
        echo "destroy $resource\n";
    }
}
$kit = new Kit;
$pool = new Pool('Kit::make', $kit, null, [$kit, 'trampoline'], $kit->another(...), 1, 2);
$pool->release($pool->acquire());
$pool->close();
$pool = new Pool([Kit::class, 'make'], beforeRelease: function ($resource) use (&$pool) {
    printf("%s: %d active, %d idle\n", $resource, $pool->activeCount(), $pool->idleCount());
    return true;
});
$pool->release($pool->acquire());
?>
--EXPECT--
trampoline(r1)
another(r1)
destroy r1
r2: 1 active, 0 idle

--TEST--
beforeRelease decides whether a resource is kept; the caller's variable stays valid
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;
use function Async\{spawn, suspend};

class Resource
{
    public function __construct(public string $name) {}
}
$made = 0;
$pool = new Pool(
    function () use (&$made) {
        return new Resource('r' . ++$made);
    },
    function ($resource) {
        echo "destroy $resource->name\n";
    },
    beforeRelease: function ($resource) {
        return match ($resource->name) {
            'r1' => false,
            'r2' => throw new RuntimeException('swallowed'),
            default => true,
        };
    },
    max: 1,
);
foreach (range(1, 3) as $_) {
    $resource = $pool->acquire();
    $pool->release($resource);
    echo "$resource->name: {$pool->count()}\n";
}
?>
--EXPECT--
destroy r1
r1: 0
destroy r2
r2: 0
r3: 1
destroy r3

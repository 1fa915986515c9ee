--TEST--
The pool closes with its last reference, and its destructors may throw
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;

function pool(bool $throws): Pool
{
    return new Pool(fn() => 'resource', function ($resource) use ($throws) {
        echo "destroy $resource\n";
        if ($throws) {
            throw new RuntimeException('destructor');
        }
    }, min: 1);
}
$pool = pool(false);
unset($pool);
echo "gone\n";
try {
    $pool = pool(true);
    $pool = null;
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
$last = pool(false);
echo "end\n";
?>
--EXPECT--
destroy resource
gone
destroy resource
destructor
end
destroy resource

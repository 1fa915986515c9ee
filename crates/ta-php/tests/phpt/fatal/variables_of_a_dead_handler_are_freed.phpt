--TEST--
What a handler held when a fatal error ended it is freed: extra arguments, included code, temporaries
--EXTENSIONS--
true_async_server
--INI--
display_errors=0
--FILE--
<?php
require __DIR__ . '/../client.inc';

$held = [];
$new = function (string $name) use (&$held): stdClass {
    $object = new stdClass();
    $held[count($held) . " $name"] = WeakReference::create($object);
    return $object;
};
function ends(): void
{
    trigger_error('the end', E_USER_ERROR);
}
$ways = [
    'locals' => function ($new) { $object = $new('local'); ends(); },
    'extra arguments' => fn($new) => (function ($one) { ends(); })($new('one'), $new('two'), $new('three')),
    'variadic' => fn($new) => (function (...$all) { ends(); })($new('positional'), named: $new('named')),
    'undeclared argument' => fn($new) => (fn() => ends())($new('undeclared')),
    'eval' => function ($new) { $object = $new('outer'); eval('$inner = $new("inner"); $object->self = [$inner]; ends();'); },
    'nested eval' => function ($new) { $object = $new('outer'); eval('eval(\'$inner = $new("inner"); ends();\');'); },
    'after an eval' => function ($new) { eval('$inner = $new("inner");'); $object = $new('outer'); ends(); },
    'dynamic variables' => function ($new) { $name = 'any'; $$name = $new('dynamic'); extract(['some' => $new('extracted')]); ends(); },
    'does not compile' => function ($new) { $object = $new('outer'); eval('$inner = $new("inner");'); eval('break;'); },
    'by reference' => function ($new) { $object = $new('outer'); (function (&$alias) { $alias = [$alias]; eval('ends();'); })($object); },
    'operands' => function ($new) { switch ([$new('switched')]) { case 1: break; default: [$new('element'), ends()]; } },
    'loop' => function ($new) { foreach ([$new('looped')] as $one) { ends(); } },
    'generator' => function ($new) { foreach ((function () use ($new) { $object = $new('generating'); yield 1; ends(); })() as $one); },
    'pending calls' => fn($new) => array_merge([$new('passed')], max([$new('nested')], [$new('again')], ends())),
    'pending objects' => fn($new) => new ArrayObject([$new('argument')], ends()),
];
$names = array_keys($ways);
serve(function ($request) use ($ways, $names, $new) {
    $ways[$names[(int) substr($request->getPath(), 1)]]($new);
}, array_map(fn($number) => get("/$number"), array_keys($names)));
gc_collect_cycles();
$alive = array_keys(array_filter($held, fn($reference) => $reference->get() !== null));
echo $alive ? 'alive: ' . implode(', ', $alive) : 'all freed', "\n";
?>
--EXPECT--
all freed

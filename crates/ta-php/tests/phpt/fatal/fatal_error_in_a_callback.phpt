--TEST--
A fatal error in a callback of the extension ends the handler, whose outer frames are freed once
--EXTENSIONS--
true_async_server
--INI--
log_errors=0
display_errors=0
--FILE--
<?php
use Async\Scope;
use function Async\{iterate, protect, spawn};

require __DIR__ . '/../client.inc';

final class Work
{
    private array $own = [];

    public function __construct(private Closure $how)
    {
        $this->own = [new ArrayObject([1, 2]), str_repeat('x', 40)];
    }

    public function run(mixed ...$rest): string
    {
        foreach ([new ArrayObject([3]), 4] as $key => $value) {
            $parts = [$value, str_repeat((string) $key, 3), ($this->how)($rest), new ArrayObject([5])];
        }
        return (string) count($parts);
    }
}

$callbacks = [
    '/protect' => fn() => protect(fn() => trigger_error('fatal', E_USER_ERROR)),
    '/nested' => fn() => protect(fn() => protect(fn() => trigger_error('fatal', E_USER_ERROR))),
    '/fiber' => function () {
        $fiber = new Fiber(fn() => protect(fn() => Fiber::suspend()));
        $fiber->start();
        protect(fn() => trigger_error('fatal', E_USER_ERROR));
    },
    '/iterate' => fn() => iterate(['a'], fn() => trigger_error('fatal', E_USER_ERROR), 1),
    '/finally' => function () {
        $done = spawn(fn() => null);
        Async\await($done);
        $done->finally(fn() => trigger_error('fatal', E_USER_ERROR));
    },
];
$answers = serve(function ($request, $response) use ($callbacks) {
    $how = $callbacks[$request->getPath()] ?? fn() => 'fine';
    $response->setBody((new Work($how))->run(new ArrayObject([6]), [7], x: new ArrayObject([8])));
}, [...array_map(get(...), array_keys($callbacks)), get('/other')]);
foreach ($answers as $answer) {
    echo responses($answer)[0]['status'], "\n";
}
?>
--EXPECT--
500
500
500
500
500
200

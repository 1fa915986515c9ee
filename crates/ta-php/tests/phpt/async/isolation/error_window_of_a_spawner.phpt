--TEST--
Coroutines spawned or woken while a window is open are outside of it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

final class SpawningStream
{
    public static array $children = [];
    public $context;
    public function url_stat(): array { return []; }
    public function stream_open(): bool
    {
        self::$children[] = spawn(function () { trigger_error('child', E_USER_WARNING); return 'no exception'; });
        suspend();
        return false;
    }
}
stream_wrapper_register('spawning', SpawningStream::class);
set_error_handler(function (int $level, string $text) { echo "warning: $text\n"; return true; });
try {
    new SplFileObject('spawning://x');
} catch (RuntimeException $e) {
    echo get_class($e), "\n";
}
echo await(SpawningStream::$children[0]), "\n";
?>
--EXPECT--
warning: child
RuntimeException
no exception

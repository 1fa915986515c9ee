--TEST--
A constructor that turns warnings into exceptions does so for its own coroutine only
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

/** Its stream_open() runs inside the window that SplFileObject opens. */
final class SlowStream
{
    public $context;
    public function url_stat(): array { return []; }
    public function stream_open(): bool { suspend(); suspend(); trigger_error('inside the window', E_USER_WARNING); return false; }
}
stream_wrapper_register('slow', SlowStream::class);
$one = spawn(function () {
    try {
        new SplFileObject('slow://x');
        echo "opened\n";
    } catch (RuntimeException $e) {
        echo get_class($e), "\n";
    }
});
$two = spawn(function () {
    echo $undefined ?? "two\n";
    $result = @file_get_contents('/nonexistent/file');
    var_dump($result);
    trigger_error('a plain warning', E_USER_WARNING);
    suspend();
    echo "two again\n";
});
await($one);
await($two);
?>
--EXPECTF--
two
bool(false)

Warning: a plain warning in %s on line %d
two again
RuntimeException

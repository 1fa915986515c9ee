--TEST--
A report runs no code of the script: no error handler, no output buffer, no log stream written in PHP
--EXTENSIONS--
true_async_server
--INI--
true_async.block_threshold_ms=50
--FILE--
<?php
require __DIR__ . '/../../client.inc';

use TrueAsync\LogSeverity;

class Sink
{
    public $context;
    public function stream_open($path, $mode, $options, &$opened): bool { return true; }
    public function stream_write(string $text): int
    {
        if (str_contains($text, 'held the event loop')) {
            echo "the sink was written to\n";
        }
        return strlen($text);
    }
}

stream_wrapper_register('sink', Sink::class);
set_error_handler(function ($code, $message) {
    echo "handled: $message\n";
    return true;
});
$log = fopen('sink://', 'w');
serve(function ($request, $response) {
    ob_start(fn($text) => $text === '' ? '' : "buffered: $text");
    hash_pbkdf2('sha256', 'a', 'b', 400_000, 20);
    ob_end_flush();
    $response->end();
}, [get('/')], fn($config) => $config->setLogStream($log)->setLogSeverity(LogSeverity::WARN));
?>
--EXPECTF--
A request handler (coroutine %d) has held the event loop for %d ms in hash_pbkdf2() at %sruns_no_user_code.php:27
#0 %sruns_no_user_code.php(27): hash_pbkdf2()
#1 %sclient.inc(%d): {closure%S}()
#2 [internal function]: {closure%S}()
#3 {main}
A request handler (coroutine %d) held the event loop for %d ms in all

--TEST--
In a server the reports go to its log, as warnings, and not to a log that admits none
--EXTENSIONS--
true_async_server
--INI--
true_async.block_threshold_ms=50
--FILE--
<?php
require __DIR__ . '/../../client.inc';

use TrueAsync\LogSeverity;

function page(): void
{
    hash_pbkdf2('sha256', 'a', 'b', 400_000, 20);
}

foreach ([LogSeverity::WARN, LogSeverity::ERROR] as $severity) {
    $path = tempnam(sys_get_temp_dir(), 'ta-watchdog');
    $log = fopen($path, 'w+');
    serve(function ($request, $response) {
        page();
        $response->end();
    }, [get('/')], fn($config) => $config->setLogStream($log)->setLogSeverity($severity));
    echo preg_replace('/^\S+/m', 'TIME', file_get_contents($path)), "--\n";
    unlink($path);
}
?>
--EXPECTF--
TIME WARN A request handler (coroutine %d) has held the event loop for %d ms in hash_pbkdf2() at %sin_a_server.php:8
TIME WARN #0 %sin_a_server.php(8): hash_pbkdf2()
TIME WARN #1 %sin_a_server.php(15): page()
TIME WARN #2 %sclient.inc(%d): {closure%S}()
TIME WARN #3 [internal function]: {closure%S}()
TIME WARN #4 {main}
TIME WARN A request handler (coroutine %d) held the event loop for %d ms in all
--
--

--TEST--
The read timeout covers the whole form, however steadily it trickles; its answer is 408
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/form.inc';

$answer = serve_client(function () { echo "never\n"; }, <<<'CODE'
    send($c = connect(), $args[0]);
    stream_set_blocking($c, false);
    for ($try = 0; $try < 100; $try++) {
        send($c, 'x');
        usleep(50000);
        $answer = fread($c, 1000);
        if ($answer !== '' && $answer !== false) {
            return $answer;
        }
    }
    return 'none';
    CODE, [substr(form([upload('f', 'a', str_repeat('x', 100000))]), 0, 1000)], fn($config) => $config->setReadTimeout(1));
echo strtok($answer, "\r"), "\n";
?>
--EXPECT--
HTTP/1.1 408 Request Timeout
